-- Bulk re-encryption, the state of associations, jobs at scale. One script for H2 and PostgreSQL.

-- an account or a Region that is null stands for all
create table reencryption (
  id             varchar(36)  not null primary key,
  requested_by   varchar(12),
  account        varchar(12),
  region         varchar(32),
  destination    varchar(200) not null,
  status         varchar(16)  not null,
  total          bigint,
  reencrypted    bigint       not null,
  unchanged      bigint       not null,
  deleted        bigint       not null,
  failed         bigint       not null,
  verified       bigint       not null,
  remaining      bigint       not null,
  verify_account varchar(12)  not null,
  verify_region  varchar(32)  not null,
  verify_after   varchar(36)  not null,
  started_at     timestamp(6) with time zone not null,
  resumed_at     timestamp(6) with time zone not null,
  resumed_from   bigint       not null,
  ended_at       timestamp(6) with time zone,
  version        bigint       not null
);
create index reencryption_by_status on reencryption (status, started_at, id);
create index reencryption_by_start on reencryption (started_at, id);
create index reencryption_of_account on reencryption (account, started_at, id);

create table reencryption_row (
  reencryption_id varchar(36)  not null references reencryption (id),
  certificate_id  varchar(36)  not null,
  certificate_arn varchar(200) not null,
  outcome         varchar(16)  not null,
  reason          varchar(1000),
  done_at         timestamp(6) with time zone not null,
  primary key (reencryption_id, certificate_id)
);
create index reencryption_row_by_outcome on reencryption_row (reencryption_id, outcome, certificate_id);

-- where there are keys for certificates
create index key_alias_by_name on key_alias (name, account, region);

-- the grant on the key before, until the certificate's services use what they were sent since
alter table association add column former_grant_id varchar(64);
alter table association add column former_key_arn varchar(200);
alter table association add column former_until timestamp(6) with time zone;

-- whether an association works, looked at every hour
alter table association add column delivered_at timestamp(6) with time zone;
alter table association add column broken_cause varchar(32);
alter table association add column check_due_at timestamp(6) with time zone;
update association set delivered_at = created_at, check_due_at = created_at;
alter table association add column account varchar(12);
update association set account = (
  select s.account from integrated_service s where s.user_id = association.service_user_id);
create index association_of_account on association (account, id);
create index association_to_check on association (check_due_at, id);
create index association_of_certificate on association (certificate_arn, id);
create index association_broken on association (account, broken_cause, id);

-- how often a renewal has failed in a row
alter table certificate add column renewal_failures integer default 0 not null;
