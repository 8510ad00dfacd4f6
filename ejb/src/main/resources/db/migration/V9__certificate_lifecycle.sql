-- Certificates: search, revocation, options, account configuration. One script for H2 and PostgreSQL.

-- what is searched and sorted by; filled in from the certificates themselves where a row is older
alter table certificate add column common_name varchar(253);
alter table certificate add column serial varchar(64);
alter table certificate add column key_usages varchar(256);
alter table certificate add column extended_key_usages varchar(4096);
alter table certificate add column validation_method varchar(8);
alter table certificate add column key_pair_origin varchar(32) default 'AWS_MANAGED' not null;
alter table certificate add column renewal_eligibility varchar(16) default 'INELIGIBLE' not null;
alter table certificate add column in_use boolean default false not null;
alter table certificate add column revoked_at timestamp(6) with time zone;
alter table certificate add column revocation_reason varchar(32);
update certificate set in_use = (associations > 0);
update certificate set key_pair_origin = 'CUSTOMER_PROVIDED' where type = 'IMPORTED';
update certificate set renewal_eligibility = 'ELIGIBLE' where renewal_due_at is not null and status = 'ISSUED';

create table certificate_name (
  certificate_id varchar(36)  not null references certificate (id),
  name           varchar(253) not null,
  primary key (certificate_id, name)
);
create index certificate_name_by_name on certificate_name (name, certificate_id);

-- one index an order that SearchCertificates knows
create index certificate_by_not_after on certificate (account, region, not_after, id);
create index certificate_by_not_before on certificate (account, region, not_before, id);
create index certificate_by_issuance on certificate (account, region, issued_at, id);
create index certificate_by_import on certificate (account, region, imported_at, id);
create index certificate_by_revocation on certificate (account, region, revoked_at, id);
create index certificate_by_status on certificate (account, region, status, id);
create index certificate_by_renewal_status on certificate (account, region, renewal_status, id);
create index certificate_by_eligibility on certificate (account, region, renewal_eligibility, id);
create index certificate_by_export on certificate (account, region, exported, id);
create index certificate_by_use on certificate (account, region, in_use, id);
create index certificate_by_key_algorithm on certificate (account, region, key_algorithm, id);
create index certificate_by_type on certificate (account, region, type, id);
create index certificate_by_common_name on certificate (account, region, common_name, id);
create index certificate_by_export_option on certificate (account, region, export_option, id);
create index certificate_by_validation_method on certificate (account, region, validation_method, id);
create index certificate_by_origin on certificate (account, region, key_pair_origin, id);
create index certificate_by_serial on certificate (serial, id);

create table certificate_configuration (
  account            varchar(12) not null,
  region             varchar(32) not null,
  days_before_expiry integer     not null,
  primary key (account, region)
);

-- certificates that are issued once control of their names is shown
alter table certificate add column validation_due_at timestamp(6) with time zone;
alter table certificate add column validation_attempts integer default 0 not null;
create index certificate_validation on certificate (validation_due_at, id);

create table name_validation (
  id                varchar(48)  not null primary key,
  certificate_id    varchar(36)  not null references certificate (id),
  place             integer      not null,
  name              varchar(253) not null,
  validation_domain varchar(253) not null,
  method            varchar(8)   not null,
  status            varchar(32)  not null,
  record_name       varchar(320),
  record_value      varchar(320)
);
create index name_validation_of_certificate on name_validation (certificate_id, place);

-- what services say of what they were sent
alter table association add column confirmed_revision integer default 0 not null;
alter table association add column problem varchar(1000);

-- when a certificate's owner is next told that it ends
alter table certificate add column expiry_event_at timestamp(6) with time zone;
update certificate set expiry_event_at = not_after - interval '45' day
where status = 'ISSUED' and not_after is not null;
create index certificate_expiry_event on certificate (expiry_event_at, id);
