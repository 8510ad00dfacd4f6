-- custom key stores

create table custom_key_store (
  id                   varchar(64)   not null primary key,
  account              varchar(12)   not null,
  region               varchar(32)   not null,
  name                 varchar(256)  not null,
  cluster_id           varchar(32)   not null unique,
  trust_anchor         varchar(5000) not null,
  wrapped_password     bytea         not null,
  connected            boolean       not null,
  connection_number    bigint        not null,
  created_at           timestamp(6) with time zone not null,
  version              bigint        not null,
  unique (account, region, name)
);

alter table kms_key add column custom_key_store varchar(64) references custom_key_store (id);
create index kms_key_of_custom_key_store on kms_key (custom_key_store);
