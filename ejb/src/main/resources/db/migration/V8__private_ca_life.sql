-- The life of private certificate authorities: deletion, tags, permissions, policies, revocation.

alter table certificate_authority add column key_storage_standard varchar(40) default 'FIPS_140_2_LEVEL_3_OR_HIGHER' not null;
alter table certificate_authority add column restorable_until timestamp(6) with time zone;
-- Counts revocations: a certificate's revocation has the number that this one came to.
alter table certificate_authority add column revocations bigint default 0 not null;
-- Which partition of the revocation list new certificates belong to; 0 for the complete list.
alter table certificate_authority add column crl_partition integer default 0 not null;
-- By what OCSP requests name the authority's key (RFC 6960 section 4.1.1), in hexadecimal.
alter table certificate_authority add column key_hash_sha1 varchar(40);
alter table certificate_authority add column key_hash_sha256 varchar(64);
alter table certificate_authority add column policy text;
create index certificate_authority_restorable on certificate_authority (restorable_until, id);
create index certificate_authority_key_hash_sha1 on certificate_authority (key_hash_sha1);
create index certificate_authority_key_hash_sha256 on certificate_authority (key_hash_sha256);

create table certificate_authority_tag (
  authority_id varchar(36)  not null references certificate_authority (id),
  tag_key      varchar(128) not null,
  tag_value    varchar(256) not null,
  primary key (authority_id, tag_key)
);

create table certificate_authority_permission (
  authority_id   varchar(36)  not null references certificate_authority (id),
  principal      varchar(128) not null,
  source_account varchar(12)  not null,
  actions        varchar(200) not null,
  created_at     timestamp(6) with time zone not null,
  primary key (authority_id, principal, source_account)
);

-- Until now every authority let ACM renew its account's certificates.
insert into certificate_authority_permission (authority_id, principal, source_account, actions, created_at)
  select id, 'acm.amazonaws.com', account, 'IssueCertificate,GetCertificate,ListPermissions', created_at
    from certificate_authority;

-- Which other accounts a policy names, so that each finds what is shared with it.
create table certificate_authority_share (
  authority_id varchar(36) not null references certificate_authority (id),
  account      varchar(12) not null,
  primary key (authority_id, account)
);
create index certificate_authority_share_of_account on certificate_authority_share (account, authority_id);

alter table issued_certificate add column requested_by varchar(12);
alter table issued_certificate add column requested_by_service varchar(128);
alter table issued_certificate add column crl_partition integer default 0 not null;
alter table issued_certificate add column revocation_number bigint;
alter table issued_certificate add column revoked_at timestamp(6) with time zone;
alter table issued_certificate add column revocation_reason varchar(40);
create index issued_certificate_revoked on issued_certificate (authority_id, revocation_number);
create index issued_certificate_partition on issued_certificate (authority_id, crl_partition, revocation_number);

create table revocation_list (
  authority_id     varchar(36)  not null references certificate_authority (id),
  crl_partition    integer      not null,
  path_id          varchar(36)  not null,
  -- What the certificates of a partition say; null for the complete list, which is for all.
  distribution_point varchar(1024),
  -- The number of revocations that the list must hold, and how many it and its delta do hold.
  wanted           bigint       not null,
  published        bigint       not null,
  base_published   bigint       not null,
  number           bigint       not null,
  base_number      bigint       not null,
  entries          bigint       not null,
  this_update      timestamp(6) with time zone,
  next_update      timestamp(6) with time zone,
  delta_this_update timestamp(6) with time zone,
  delta_next_update timestamp(6) with time zone,
  due_at           timestamp(6) with time zone,
  encoded          bytea,
  delta            bytea,
  primary key (authority_id, crl_partition)
);
create unique index revocation_list_path on revocation_list (path_id);
create index revocation_list_due on revocation_list (due_at, authority_id, crl_partition);

create table ocsp_responder (
  authority_id varchar(36) not null primary key references certificate_authority (id),
  key_id       varchar(64) not null,
  certificate  varchar(65536) not null,
  issuer       varchar(65536) not null,
  not_after    timestamp(6) with time zone not null
);

create table audit_report (
  id           varchar(36)  not null primary key,
  authority_id varchar(36)  not null references certificate_authority (id),
  bucket       varchar(63)  not null,
  s3_key       varchar(1024) not null,
  parts        integer      not null,
  created_at   timestamp(6) with time zone not null
);
create index audit_report_of_authority on audit_report (authority_id, created_at);

create table audit_report_part (
  report_id varchar(36) not null references audit_report (id),
  position  integer     not null,
  content   text        not null,
  primary key (report_id, position)
);
