-- Who may do what with our tables in PostgreSQL. Applied by every migration, and by `commissioning migrate`,
-- where the three roles exist; docs/how-to/many-machines.md says how to make them. Nobody but the owner may change
-- or drop a table, or take a fact back.

-- What a role was once given and is no longer named here is taken from it first.
REVOKE ALL ON ALL TABLES IN SCHEMA commissioning FROM commissioning_loader, commissioning_packs, commissioning_reader;
REVOKE ALL ON SCHEMA commissioning FROM commissioning_loader, commissioning_packs, commissioning_reader;
GRANT USAGE ON SCHEMA commissioning TO commissioning_loader, commissioning_packs;

-- The loader runs every flow. Facts, ledger and packs are only added to.
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA commissioning TO commissioning_loader;
REVOKE INSERT ON commissioning.alembic_version, commissioning.erasure FROM commissioning_loader;
-- Who works on what, and what people were told.
GRANT UPDATE ON commissioning.run, commissioning.pack_delivery TO commissioning_loader;
GRANT DELETE ON commissioning.flow_run, commissioning.watch_told TO commissioning_loader;
-- What can be made again from the facts.
GRANT DELETE ON commissioning.agreement_now, commissioning.register_size, commissioning.rule_result
    TO commissioning_loader;
-- What became of something later: counted, rolled back, replaced, made of the same again, holding an erased name, refused and mended.
GRANT UPDATE (versions, undone_by) ON commissioning.load TO commissioning_loader;
GRANT UPDATE (withdrawn_by, made_of) ON commissioning.pack TO commissioning_loader;
GRANT UPDATE (erased_by) ON commissioning.snapshot TO commissioning_loader;
GRANT DELETE, UPDATE (withdrawn_after) ON commissioning.stoppage TO commissioning_loader;

-- Packs as known then, explanations, answers without a record, the proof of the record: reading alone.
GRANT SELECT ON ALL TABLES IN SCHEMA commissioning TO commissioning_packs;

-- A reader of figures sees no table, only what is made of them here, small numbers of people hidden.
CREATE SCHEMA IF NOT EXISTS commissioning_shown;
GRANT USAGE ON SCHEMA commissioning_shown TO commissioning_reader;

CREATE OR REPLACE VIEW commissioning_shown.register AS
SELECT agreement.authority, agreement.source, agreement.reference, agreement.part_no, agreement.label,
    version.title, version.instrument, version.regime, version.service_category, version.department,
    version.provider_name, version.provider_org_id, version.starts_on, version.ends_on, version.status,
    version.value_pence
FROM commissioning.agreement_now AS now
JOIN commissioning.agreement_version AS version USING (version_no)
JOIN commissioning.agreement ON agreement.authority = version.authority
    AND agreement.agreement_id = version.agreement_id;

-- One number an agreement and period: counts by area or group would tell each other, so there are none. 1 to 7 are
-- hidden and the others rounded to 5, whatever a profile's [suppression] says: a stricter one is not followed here.
CREATE OR REPLACE VIEW commissioning_shown.users AS
SELECT authority, source, reference, starts_on, ends_on,
    CASE WHEN users = 0 THEN 0 WHEN users > 7 THEN 5 * round(users / 5.0)::bigint END AS users,
    users BETWEEN 1 AND 7 AS is_hidden
FROM (
    SELECT DISTINCT ON (version.authority, version.key_hash) version.*
    FROM commissioning.users_version AS version
    JOIN commissioning.load ON load.authority = version.authority AND load.load_no = version.known_from
    WHERE load.undone_by IS NULL
    ORDER BY version.authority, version.key_hash, version.valid_from DESC, version.known_from DESC
) AS latest
WHERE NOT retracted AND area_code IS NULL AND "group" IS NULL;

-- Without the counts that a rate is made of, and without the rate where its own count is 1 to 7. What was published
-- without a count stands as it was published.
CREATE OR REPLACE VIEW commissioning_shown.observations AS
SELECT authority, source, indicator, area_code, area_name, area_level, starts_on, ends_on, sex, age, "group",
    CASE WHEN is_hidden THEN NULL ELSE value END AS value,
    CASE WHEN is_hidden THEN NULL ELSE lower END AS lower,
    CASE WHEN is_hidden THEN NULL ELSE upper END AS upper,
    mark, is_hidden
FROM (
    SELECT DISTINCT ON (version.authority, version.key_hash) version.*,
        coalesce(version.count > 0 AND version.count < 8, false) AS is_hidden
    FROM commissioning.observation_version AS version
    JOIN commissioning.load ON load.authority = version.authority AND load.load_no = version.known_from
    WHERE load.undone_by IS NULL
    ORDER BY version.authority, version.key_hash, version.valid_from DESC, version.known_from DESC
) AS latest
WHERE NOT retracted;

CREATE OR REPLACE VIEW commissioning_shown.loads AS
SELECT authority, load_no, kind, feed, source, slot, edition_on, loaded_on, rows_in, rows_loaded, rows_set_aside,
    rows_not_data, undone_by
FROM commissioning.load;

GRANT SELECT ON ALL TABLES IN SCHEMA commissioning_shown TO commissioning_reader;
