-- One script for H2 and PostgreSQL. Times are in UTC. Secrets are stored wrapped only.

create table setting (
  name    varchar(64)   not null primary key,
  content varchar(1024) not null
);

create table lease (
  name       varchar(64) not null primary key,
  owner      varchar(64) not null,
  expires_at timestamp(6) with time zone not null
);

-- identity

create table account (
  id         varchar(12) not null primary key,
  created_at timestamp(6) with time zone not null
);

create table principal (
  user_id       varchar(32)  not null primary key,
  account       varchar(12)  not null references account (id),
  kind          varchar(16)  not null,
  path          varchar(512) not null,
  name          varchar(128) not null,
  arn           varchar(700) not null unique,
  password_hash varchar(256),
  created_at    timestamp(6) with time zone not null,
  unique (account, name)
);

create table access_key (
  id             varchar(128) not null primary key,
  user_id        varchar(32)  not null references principal (user_id),
  wrapped_secret bytea        not null,
  status         varchar(16)  not null,
  created_at     timestamp(6) with time zone not null
);
create index access_key_of_user on access_key (user_id);

create table service_specific_credential (
  user_name     varchar(128) not null primary key,
  user_id       varchar(32)  not null references principal (user_id),
  password_hash varchar(256) not null,
  status        varchar(16)  not null,
  created_at    timestamp(6) with time zone not null
);

-- keys

create sequence kms_key_seq start with 50 increment by 50;
create table kms_key (
  row_id           bigint        not null primary key,
  key_id           varchar(64)   not null,
  account          varchar(12)   not null,
  region           varchar(32)   not null,
  spec             varchar(32)   not null,
  key_usage        varchar(32)   not null,
  origin           varchar(32)   not null,
  manager          varchar(16)   not null,
  state            varchar(32)   not null,
  description      varchar(8192) not null,
  multi_region     boolean       not null,
  policy           varchar(32768) not null,
  current_material integer       not null,
  created_at       timestamp(6) with time zone not null,
  deletion_at      timestamp(6) with time zone,
  pending_window   integer,
  version          bigint        not null,
  unique (region, key_id)
);
create index kms_key_of_account on kms_key (account, region, key_id);

create sequence key_material_seq start with 50 increment by 50;
create table key_material (
  row_id      bigint      not null primary key,
  key_row     bigint      not null references kms_key (row_id),
  number      integer     not null,
  material_id varchar(64) not null,
  wrapped     bytea       not null,
  public_key  bytea,
  created_at  timestamp(6) with time zone not null,
  unique (key_row, number)
);

create table key_alias (
  account    varchar(12)  not null,
  region     varchar(32)  not null,
  name       varchar(256) not null,
  key_row    bigint       not null references kms_key (row_id),
  created_at timestamp(6) with time zone not null,
  updated_at timestamp(6) with time zone not null,
  primary key (account, region, name)
);
create index key_alias_of_key on key_alias (key_row, name);

create table key_tag (
  key_row   bigint       not null references kms_key (row_id),
  tag_key   varchar(128) not null,
  tag_value varchar(256) not null,
  primary key (key_row, tag_key)
);

create table key_grant (
  grant_id                   varchar(64)  not null primary key,
  key_row                    bigint       not null references kms_key (row_id),
  region                     varchar(32)  not null,
  name                       varchar(256),
  grantee_principal          varchar(256),
  grantee_service_principal  varchar(256),
  retiring_principal         varchar(256),
  retiring_service_principal varchar(256),
  operations                 varchar(1024) not null,
  constraint_type            varchar(32),
  constraint_context         varchar(16384),
  constraint_source_arn      varchar(512),
  issuing_account            varchar(256) not null,
  created_at                 timestamp(6) with time zone not null
);
create index key_grant_of_key on key_grant (key_row, grant_id);
create index key_grant_of_grantee on key_grant (key_row, grantee_principal);
create index key_grant_of_service on key_grant (key_row, grantee_service_principal);
create index key_grant_of_retiring on key_grant (retiring_principal, region, grant_id);
create index key_grant_of_retiring_service on key_grant (retiring_service_principal, region, grant_id);

-- authorities

create table certificate_authority (
  id                varchar(36)  not null primary key,
  account           varchar(12)  not null,
  region            varchar(32)  not null,
  ca_type           varchar(16)  not null,
  usage_mode        varchar(32)  not null,
  key_algorithm     varchar(32)  not null,
  signing_algorithm varchar(32)  not null,
  configuration     varchar(32768) not null,
  revocation        varchar(8192),
  key_id            varchar(64)  not null,
  csr               varchar(16384) not null,
  status            varchar(32)  not null,
  certificate       varchar(65536),
  chain             text,
  serial            varchar(64),
  not_before        timestamp(6) with time zone,
  not_after         timestamp(6) with time zone,
  idempotency_token varchar(64),
  request_digest    varchar(64),
  created_at        timestamp(6) with time zone not null,
  updated_at        timestamp(6) with time zone not null,
  version           bigint       not null
);
create index certificate_authority_of_account on certificate_authority (account, region, id);
create index certificate_authority_token on certificate_authority (account, region, idempotency_token);

create table issued_certificate (
  authority_id      varchar(36)  not null references certificate_authority (id),
  serial            varchar(64)  not null,
  certificate       varchar(65536) not null,
  chain             text not null,
  template_arn      varchar(200) not null,
  idempotency_token varchar(64),
  request_digest    varchar(64),
  not_after         timestamp(6) with time zone not null,
  issued_at         timestamp(6) with time zone not null,
  primary key (authority_id, serial)
);
create index issued_certificate_token on issued_certificate (authority_id, idempotency_token);

-- certificates

create table certificate (
  id                varchar(36)  not null primary key,
  account           varchar(12)  not null,
  region            varchar(32)  not null,
  type              varchar(16)  not null,
  status            varchar(32)  not null,
  failure_reason    varchar(64),
  domain_name       varchar(253),
  alternative_names varchar(32768) not null,
  key_algorithm     varchar(32)  not null,
  authority_arn     varchar(200),
  export_option     varchar(16)  not null,
  transparency      varchar(16)  not null,
  idempotency_token varchar(32),
  request_digest    varchar(64),
  certificate       varchar(65536),
  chain             text,
  private_key       bytea,
  key_material      varchar(64),
  revision          integer      not null,
  not_before        timestamp(6) with time zone,
  not_after         timestamp(6) with time zone,
  renewal_status    varchar(32),
  renewal_reason    varchar(64),
  renewal_at        timestamp(6) with time zone,
  renewal_due_at    timestamp(6) with time zone,
  exported          boolean      not null,
  associations      integer      not null,
  created_at        timestamp(6) with time zone not null,
  issued_at         timestamp(6) with time zone,
  imported_at       timestamp(6) with time zone,
  version           bigint       not null
);
create index certificate_of_account on certificate (account, region, id);
create index certificate_by_creation on certificate (account, region, created_at, id);
create index certificate_token on certificate (account, region, idempotency_token);
create index certificate_renewal on certificate (renewal_due_at, id);
create index certificate_material on certificate (account, region, key_material, id);

create table certificate_tag (
  certificate_id varchar(36)  not null references certificate (id),
  tag_key        varchar(128) not null,
  tag_value      varchar(256) not null,
  primary key (certificate_id, tag_key)
);

-- associations

create table integrated_service (
  user_id       varchar(32)  not null primary key references principal (user_id),
  account       varchar(12)  not null,
  name          varchar(64)  not null,
  arn           varchar(700) not null,
  login         varchar(128) not null unique,
  context_key   varchar(128) not null,
  resource_arns varchar(512) not null,
  created_at    timestamp(6) with time zone not null,
  unique (account, name)
);

create table association (
  id                 varchar(36)  not null primary key,
  certificate_id     varchar(36)  not null references certificate (id),
  certificate_arn    varchar(200) not null,
  service_user_id    varchar(32)  not null references integrated_service (user_id),
  resource_arn       varchar(512) not null,
  grant_id           varchar(64)  not null,
  key_arn            varchar(200) not null,
  delivered_revision integer      not null,
  created_at         timestamp(6) with time zone not null,
  version            bigint       not null,
  unique (certificate_id, resource_arn)
);
create index association_of_service on association (service_user_id, id);

-- messages that leave with the transaction that caused them

create sequence outbox_seq start with 1 increment by 1;
create table outbox (
  id             bigint       not null primary key,
  destination    varchar(256) not null,
  topic          boolean      not null,
  correlation_id varchar(512),
  message_type   varchar(64)  not null,
  account        varchar(12),
  reason         varchar(1024),
  sender         varchar(256),
  body           text not null,
  created_at     timestamp(6) with time zone not null
);

create table received_message (
  message_id  varchar(256) not null primary key,
  received_at timestamp(6) with time zone not null
);
create index received_message_by_time on received_message (received_at);
