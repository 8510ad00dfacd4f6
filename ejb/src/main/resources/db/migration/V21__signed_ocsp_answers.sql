-- OCSP answers that were asked for of late: signed anew before they end, and given by every node.
create table ocsp_answer (
  authority_id varchar(36) not null references certificate_authority (id),
  serial       varchar(64) not null,
  -- By which hash of the issuer it was asked, which the answer repeats.
  issuer_hash  varchar(16) not null,
  encoded      bytea       not null,
  this_update  timestamp(6) with time zone not null,
  next_update  timestamp(6) with time zone not null,
  -- What the answer says: when the certificate was revoked; null for a good one.
  revoked_at   timestamp(6) with time zone,
  asked_at     timestamp(6) with time zone not null,
  due_at       timestamp(6) with time zone not null,
  primary key (authority_id, serial, issuer_hash)
);
create index ocsp_answer_due on ocsp_answer (due_at, authority_id, serial, issuer_hash);
