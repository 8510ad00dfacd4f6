-- Authorities whose policies name no account, as those do that share with an organization: who is let
-- in is decided by the conditions when they are listed.
insert into certificate_authority_share (authority_id, account)
select id, '*' from certificate_authority where policy like '%"*"%';
