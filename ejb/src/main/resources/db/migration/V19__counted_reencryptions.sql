-- How far a re-encryption has counted what it is to move, in the order in which it moves it.
alter table reencryption add column counted bigint default 0 not null;
alter table reencryption add column count_account varchar(12) default '' not null;
alter table reencryption add column count_region varchar(32) default '' not null;
alter table reencryption add column count_material varchar(64) default '' not null;
alter table reencryption add column count_after varchar(36) default '' not null;
