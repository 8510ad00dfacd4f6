-- Imported key material and multi-Region keys. One script for H2 and PostgreSQL.

-- null while the material has to be imported
alter table key_material alter column wrapped drop not null;
alter table key_material add column description varchar(256);
alter table key_material add column expires_at timestamp(6) with time zone;
create index key_material_to_expire on key_material (expires_at, key_row);

-- where the primary key is; null for single-Region keys
alter table kms_key add column primary_region varchar(32);
update kms_key set primary_region = region where multi_region;
create index kms_key_relatives on kms_key (account, key_id);
