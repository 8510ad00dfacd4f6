-- Names, requests and certificates may be as long as the service models let them be.
alter table certificate_authority alter column configuration set data type text;
alter table certificate_authority alter column csr set data type text;
alter table issued_certificate alter column certificate set data type varchar(1000000);
alter table key_grant alter column constraint_context set data type varchar(1000000);

-- A grant that is made again is found by its name.
create index key_grant_of_name on key_grant (key_row, name);

-- Keys are counted without those that services manage.
create index kms_key_by_manager on kms_key (account, region, manager);
