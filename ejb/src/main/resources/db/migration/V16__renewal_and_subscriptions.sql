-- A certificate is renewed where it has been exported since it was issued or last renewed.
alter table certificate add column exported_since_issue boolean default false not null;
update certificate set exported_since_issue = exported;

-- the AWS service that is said to manage a certificate
alter table certificate add column managed_by varchar(16);
create index certificate_by_managed_by on certificate (account, region, managed_by, id);
