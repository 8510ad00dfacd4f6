-- The private CA that issued a certificate, which is to revoke it whatever the setting says by then.
alter table certificate add column issuing_authority_arn varchar(200);
