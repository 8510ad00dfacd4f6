-- Certificates of a public CA. One script for H2 and PostgreSQL.

-- this server's account with a CA; its private key is wrapped under the root key
create table acme_account (
  directory   varchar(1000) not null primary key,
  private_key bytea         not null,
  public_key  bytea         not null,
  location    varchar(1000)
);

-- what a CA finds below /.well-known/acme-challenge/
create table http_challenge (
  token             varchar(256) not null primary key,
  key_authorization varchar(512) not null,
  created_at        timestamp(6) with time zone not null
);
create index http_challenge_by_age on http_challenge (created_at);

-- an order that is under way; the private key is a ciphertext of alias/aws/acm
create table public_order (
  certificate_id varchar(36)   not null primary key references certificate (id),
  directory      varchar(1000) not null,
  url            varchar(1000),
  csr            bytea         not null,
  private_key    bytea         not null,
  key_material   varchar(64)   not null,
  published      boolean       not null,
  attempts       integer       not null,
  due_at         timestamp(6) with time zone not null,
  version        bigint        not null
);
create index public_order_by_due on public_order (due_at, certificate_id);

-- which CA issued a certificate, and when it would have it renewed
alter table certificate add column acme_directory varchar(1000);
alter table certificate add column renewal_info_at timestamp(6) with time zone;
alter table certificate add column suggested_renewal_at timestamp(6) with time zone;
create index certificate_renewal_info on certificate (renewal_eligibility, renewal_info_at, id);

-- names that are validated by e-mail, or by what their web server answers
alter table name_validation add column mail_due_at timestamp(6) with time zone;
alter table name_validation add column mail_attempts integer default 0 not null;
create index name_validation_by_mail on name_validation (mail_due_at, id);
create index name_validation_by_record on name_validation (record_name);

-- who holds the token may approve of a name; only its hash is kept
create table approval_token (
  token_hash    varchar(64) not null primary key,
  validation_id varchar(48) not null references name_validation (id),
  expires_at    timestamp(6) with time zone not null
);
create index approval_token_of_validation on approval_token (validation_id);
create index approval_token_by_end on approval_token (expires_at);

-- who is told of an account's events by mail or webhook; a webhook's secret is wrapped under the root key
create table event_subscription (
  id           varchar(36)   not null primary key,
  account      varchar(12)   not null,
  protocol     varchar(8)    not null,
  endpoint     varchar(1000) not null,
  detail_types varchar(1000) not null,
  secret       bytea,
  attempts     integer       not null,
  retry_at     timestamp(6) with time zone not null,
  problem      varchar(500),
  created_at   timestamp(6) with time zone not null,
  version      bigint        not null
);
create index event_subscription_of_account on event_subscription (account, id);
create index event_subscription_by_retry on event_subscription (retry_at, id);

-- events that wait to be told, in the order of their ids
create sequence notification_seq start with 1 increment by 1;
create table notification (
  id              bigint      not null primary key,
  subscription_id varchar(36) not null references event_subscription (id),
  detail_type     varchar(64) not null,
  body            text        not null,
  created_at      timestamp(6) with time zone not null
);
create index notification_of_subscription on notification (subscription_id, id);
