-- Passkeys as second factors. One script for H2 and PostgreSQL.

create table passkey (
  credential_id varchar(1400) not null primary key,
  serial_number varchar(256)  not null unique,
  account       varchar(12)   not null references account (id),
  user_id       varchar(32)   not null references principal (user_id),
  relying_party varchar(255)  not null,
  public_key    bytea         not null,
  sign_count    bigint        not null,
  enabled_at    timestamp(6) with time zone not null,
  last_used_at  timestamp(6) with time zone
);
create index passkey_of_user on passkey (user_id, serial_number);
