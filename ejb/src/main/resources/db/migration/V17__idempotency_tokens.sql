-- Requests with one idempotency token come one after the other: each locks the row that its token
-- falls into, a few for each service, account and Region.
create table token_slot (
  name varchar(120) not null,
  primary key (name)
);
