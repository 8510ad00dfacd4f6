-- Users, groups, roles, their policies, sessions, second factors, accounts of an
-- organization. One script for H2 and PostgreSQL.

alter table account add column name varchar(50);
alter table account add column email varchar(64);
alter table account add column status varchar(32) default 'ACTIVE' not null;
alter table account add column email_key varchar(64);
-- null for the management account itself
alter table account add column management_account varchar(12);
create unique index account_by_email on account (email_key);
create index account_of_organization on account (management_account, id);

-- names differ in more than the case of their letters
alter table principal add column name_key varchar(128);
update principal set name_key = lower(name);
alter table principal alter column name_key set not null;
create unique index principal_by_name on principal (account, name_key);
alter table principal add column permissions_boundary varchar(2048);
alter table principal add column tags varchar(32768) default '{}' not null;
alter table principal add column password_created_at timestamp(6) with time zone;
alter table principal add column password_changed_at timestamp(6) with time zone;
alter table principal add column password_last_used_at timestamp(6) with time zone;
alter table principal add column password_reset_required boolean default false not null;
create index principal_by_boundary on principal (permissions_boundary);

alter table access_key add column last_used_at timestamp(6) with time zone;
alter table access_key add column last_used_service varchar(64);
alter table access_key add column last_used_region varchar(64);

create table iam_role (
  id                   varchar(32)     not null primary key,
  account              varchar(12)     not null references account (id),
  path                 varchar(512)    not null,
  name                 varchar(64)     not null,
  name_key             varchar(64)     not null,
  arn                  varchar(700)    not null unique,
  trust_policy         varchar(131072) not null,
  description          varchar(1000),
  max_session_duration integer         not null,
  permissions_boundary varchar(2048),
  tags                 varchar(32768)  not null,
  created_at           timestamp(6) with time zone not null,
  unique (account, name_key)
);
create index iam_role_by_name on iam_role (account, name);
create index iam_role_by_boundary on iam_role (permissions_boundary);

create table iam_group (
  id         varchar(32)  not null primary key,
  account    varchar(12)  not null references account (id),
  path       varchar(512) not null,
  name       varchar(128) not null,
  name_key   varchar(128) not null,
  arn        varchar(700) not null unique,
  created_at timestamp(6) with time zone not null,
  unique (account, name_key)
);
create index iam_group_by_name on iam_group (account, name);

create table group_member (
  user_id  varchar(32) not null references principal (user_id),
  group_id varchar(32) not null references iam_group (id),
  primary key (user_id, group_id)
);
create index group_member_of_group on group_member (group_id, user_id);

-- an owner is a user, a group or a role, by its unique id
create table inline_policy (
  owner_id varchar(32)     not null,
  name     varchar(128)    not null,
  document varchar(131072) not null,
  primary key (owner_id, name)
);

create table managed_policy (
  id              varchar(32)    not null primary key,
  account         varchar(12)    not null references account (id),
  path            varchar(512)   not null,
  name            varchar(128)   not null,
  name_key        varchar(128)   not null,
  arn             varchar(700)   not null unique,
  description     varchar(1000),
  default_version integer        not null,
  latest_version  integer        not null,
  tags            varchar(32768) not null,
  created_at      timestamp(6) with time zone not null,
  updated_at      timestamp(6) with time zone not null,
  unique (account, name_key)
);
create index managed_policy_by_name on managed_policy (account, name);

create table managed_policy_version (
  policy_id  varchar(32)     not null references managed_policy (id),
  version    integer         not null,
  document   varchar(131072) not null,
  created_at timestamp(6) with time zone not null,
  primary key (policy_id, version)
);

create table policy_attachment (
  owner_id   varchar(32)  not null,
  policy_arn varchar(700) not null,
  account    varchar(12)  not null,
  kind       varchar(16)  not null,
  primary key (owner_id, policy_arn)
);
create index policy_attachment_of_policy on policy_attachment (policy_arn, account, owner_id);

-- temporary credentials; see docs/decisions/0010
create table session (
  access_key_id      varchar(32)    not null primary key,
  wrapped_secret     bytea          not null,
  token_digest       varchar(64)    not null,
  account            varchar(12)    not null,
  user_id            varchar(32),
  role_id            varchar(32),
  name               varchar(64),
  policies           varchar(32768) not null,
  policy_arns        varchar(32768) not null,
  tags               varchar(32768) not null,
  transitive_tags    varchar(32768) not null,
  source_identity    varchar(64),
  federated_provider varchar(2048),
  mfa_at             timestamp(6) with time zone,
  created_at         timestamp(6) with time zone not null,
  expires_at         timestamp(6) with time zone not null
);
create index session_by_expiry on session (expires_at);

create table oidc_provider (
  arn         varchar(700)   not null primary key,
  account     varchar(12)    not null references account (id),
  url         varchar(255)   not null,
  client_ids  varchar(32768) not null,
  thumbprints varchar(1024)  not null,
  tags        varchar(32768) not null,
  created_at  timestamp(6) with time zone not null
);
create index oidc_provider_of_account on oidc_provider (account, arn);

create table mfa_device (
  serial_number varchar(256)   not null primary key,
  account       varchar(12)    not null references account (id),
  name          varchar(226)   not null,
  user_id       varchar(32) references principal (user_id),
  wrapped_seed  bytea          not null,
  last_step     bigint         not null,
  drift         integer        not null,
  failures      integer        not null,
  last_failure  timestamp(6) with time zone,
  tags          varchar(32768) not null,
  enabled_at    timestamp(6) with time zone
);
create index mfa_device_of_account on mfa_device (account, serial_number);
create index mfa_device_of_user on mfa_device (user_id, serial_number);

create table password_policy (
  account                  varchar(12) not null primary key references account (id),
  minimum_length           integer     not null,
  require_symbols          boolean     not null,
  require_numbers          boolean     not null,
  require_uppercase        boolean     not null,
  require_lowercase        boolean     not null,
  users_may_change         boolean     not null,
  max_age                  integer,
  reuse_prevention         integer,
  hard_expiry              boolean     not null
);

create table earlier_password (
  user_id    varchar(32)  not null references principal (user_id),
  position   bigint       not null,
  hash       varchar(256) not null,
  primary key (user_id, position)
);

create table account_creation (
  id             varchar(36) not null primary key,
  requested_by   varchar(12) not null,
  account_name   varchar(50) not null,
  account        varchar(12),
  state          varchar(16) not null,
  failure        varchar(64),
  requested_at   timestamp(6) with time zone not null,
  completed_at   timestamp(6) with time zone not null
);
create index account_creation_of_account on account_creation (requested_by, id);
