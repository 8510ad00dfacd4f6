-- The grants on keys that a certificate's private key has left, each until its own deadline; a key
-- may be left before what was sent under the one before it is out of use.
create table association_former_grant (
  grant_id       varchar(64)  not null primary key,
  association_id varchar(36)  not null references association (id),
  key_arn        varchar(200) not null,
  ends_at        timestamp(6) with time zone not null
);
create index association_former_grant_by_end on association_former_grant (association_id, ends_at);

insert into association_former_grant (grant_id, association_id, key_arn, ends_at)
select former_grant_id, id, former_key_arn, former_until
from association
where former_grant_id is not null and former_key_arn is not null and former_until is not null;

alter table association drop column former_grant_id;
alter table association drop column former_key_arn;
