-- Keeps the caches of several nodes in step; see docs/decisions/0008.

create table change_sequence (
  id       integer not null primary key,
  revision bigint  not null
);
insert into change_sequence (id, revision) values (1, 0);

create table change_log (
  revision   bigint       not null,
  position   integer      not null,
  subject    varchar(1024) not null,
  changed_at timestamp(6) with time zone not null,
  primary key (revision, position)
);
create index change_log_by_time on change_log (changed_at);

create table cache_node (
  id         varchar(64) not null primary key,
  seen       bigint      not null,
  expires_at timestamp(6) with time zone not null
);
