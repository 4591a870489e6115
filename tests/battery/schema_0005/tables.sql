CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE agreement (
	authority VARCHAR NOT NULL, 
	agreement_id BIGINT NOT NULL, 
	source VARCHAR NOT NULL, 
	reference VARCHAR NOT NULL, 
	part_no INTEGER NOT NULL, 
	label VARCHAR NOT NULL, 
	CONSTRAINT pk_agreement PRIMARY KEY (authority, agreement_id), 
	CONSTRAINT uq_agreement_authority_source_reference_part_no UNIQUE (authority, source, reference, part_no)
);
CREATE TABLE agreement_key (
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	natural_key TEXT NOT NULL, 
	agreement_id BIGINT NOT NULL, 
	load_no INTEGER NOT NULL, 
	CONSTRAINT pk_agreement_key PRIMARY KEY (authority, source, natural_key)
);
CREATE INDEX ix_agreement_key_agreement_id ON agreement_key (agreement_id);
CREATE TABLE agreement_link (
	authority VARCHAR NOT NULL, 
	agreement_id BIGINT NOT NULL, 
	same_as_id BIGINT NOT NULL, 
	confirmed_by VARCHAR NOT NULL, 
	confirmed_on DATE NOT NULL, 
	CONSTRAINT pk_agreement_link PRIMARY KEY (authority, agreement_id, same_as_id)
);
CREATE TABLE agreement_now (
	authority VARCHAR NOT NULL, 
	agreement_id BIGINT NOT NULL, 
	version_no BIGINT NOT NULL, 
	CONSTRAINT pk_agreement_now PRIMARY KEY (authority, agreement_id)
);
CREATE INDEX ix_agreement_now_version_no ON agreement_now (version_no);
CREATE TABLE agreement_provider (
	version_no BIGINT NOT NULL, 
	provider_key VARCHAR NOT NULL, 
	provider_name TEXT NOT NULL, 
	share FLOAT, 
	CONSTRAINT pk_agreement_provider PRIMARY KEY (version_no, provider_key)
);
CREATE TABLE agreement_version (
	title TEXT, 
	instrument VARCHAR, 
	regime VARCHAR, 
	delivery_route VARCHAR, 
	service_category VARCHAR, 
	department VARCHAR, 
	commissioner VARCHAR, 
	provider_name TEXT, 
	provider_org_id VARCHAR, 
	provider_type VARCHAR, 
	procurement_method VARCHAR, 
	direct_award_ground VARCHAR, 
	tenderers INTEGER, 
	awarded_on DATE, 
	signed_on DATE, 
	starts_on DATE, 
	ends_on DATE, 
	latest_end_on DATE, 
	review_on DATE, 
	notice_months INTEGER, 
	value_pence BIGINT, 
	annual_value_pence BIGINT, 
	tier VARCHAR, 
	status VARCHAR, 
	specification TEXT, 
	area_codes VARCHAR, 
	groups VARCHAR, 
	policy_objectives VARCHAR, 
	exit_plan_on DATE, 
	successor_reference VARCHAR, 
	as_published TEXT, 
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	agreement_id BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, ocid VARCHAR, lots TEXT, said_by TEXT, 
	CONSTRAINT pk_agreement_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_agreement_version_authority_agreement_id_valid_from_known_from UNIQUE (authority, agreement_id, valid_from, known_from)
);
CREATE TABLE case_event (
	authority VARCHAR NOT NULL, 
	case_no INTEGER NOT NULL, 
	event_no INTEGER NOT NULL, 
	subject_kind VARCHAR NOT NULL, 
	subject_id VARCHAR NOT NULL, 
	label VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	judgement_no INTEGER NOT NULL, 
	on_day DATE NOT NULL, 
	severity VARCHAR NOT NULL, 
	act_by DATE, 
	rules TEXT NOT NULL, load_no INTEGER, owner VARCHAR, decision VARCHAR, ends_on DATE, about TEXT, until_on DATE, acted_by VARCHAR, reason TEXT, 
	CONSTRAINT pk_case_event PRIMARY KEY (authority, case_no, event_no)
);
CREATE INDEX ix_case_event_subject ON case_event (authority, subject_kind, subject_id);
CREATE TABLE check_result (
	authority VARCHAR NOT NULL, 
	load_no INTEGER NOT NULL, 
	expectation VARCHAR NOT NULL, 
	"column" VARCHAR NOT NULL, 
	severity VARCHAR NOT NULL, 
	rows BIGINT NOT NULL, 
	failed BIGINT NOT NULL, 
	CONSTRAINT pk_check_result PRIMARY KEY (authority, load_no, expectation, "column")
);
CREATE TABLE decision (
	authority VARCHAR NOT NULL, 
	decision_no INTEGER NOT NULL, 
	agreement_id BIGINT NOT NULL, 
	outcome VARCHAR NOT NULL, 
	decided_on DATE, 
	decided_by VARCHAR NOT NULL, 
	authority_reference VARCHAR NOT NULL, 
	reason TEXT NOT NULL, 
	successor_reference VARCHAR, 
	supersedes INTEGER, 
	expected_version BIGINT NOT NULL, load_no INTEGER NOT NULL, recorded_on DATE NOT NULL, case_no INTEGER, new_ends_on DATE, value_change_pence BIGINT, term_change_days INTEGER, equality_assessment VARCHAR, equality_status VARCHAR NOT NULL, equality_reason TEXT, gate VARCHAR, criteria TEXT, 
	CONSTRAINT pk_decision PRIMARY KEY (authority, decision_no)
);
CREATE INDEX ix_decision_agreement_id ON decision (agreement_id);
CREATE TABLE finding (
	authority VARCHAR NOT NULL, 
	load_no INTEGER NOT NULL, 
	row_no BIGINT NOT NULL, 
	"column" VARCHAR NOT NULL, 
	expectation VARCHAR NOT NULL, 
	line_no BIGINT NOT NULL, 
	value TEXT, 
	likely_cause TEXT NOT NULL, 
	CONSTRAINT pk_finding PRIMARY KEY (authority, load_no, row_no, "column", expectation)
);
CREATE TABLE judged (
	authority VARCHAR NOT NULL, 
	agreement_id BIGINT NOT NULL, 
	from_judgement INTEGER NOT NULL, 
	statuses VARCHAR NOT NULL, 
	CONSTRAINT pk_judged PRIMARY KEY (authority, agreement_id, from_judgement)
);
CREATE TABLE judgement (
	authority VARCHAR NOT NULL, 
	judgement_no INTEGER NOT NULL, 
	on_day DATE NOT NULL, 
	load_no INTEGER NOT NULL, 
	rules_digest VARCHAR NOT NULL, 
	thresholds_digest VARCHAR NOT NULL, 
	rules TEXT NOT NULL, 
	agreements INTEGER NOT NULL, 
	CONSTRAINT pk_judgement PRIMARY KEY (authority, judgement_no), 
	CONSTRAINT uq_judgement_authority_on_day_load_no_rules_digest_thresholds_digest UNIQUE (authority, on_day, load_no, rules_digest, thresholds_digest)
);
CREATE TABLE load (
	authority VARCHAR NOT NULL, 
	load_no INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	is_by_hand BOOLEAN NOT NULL, 
	feed VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	slot VARCHAR NOT NULL, 
	slot_seq INTEGER NOT NULL, 
	edition_on DATE NOT NULL, 
	complete BOOLEAN NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	columns TEXT NOT NULL, 
	feeds VARCHAR NOT NULL, 
	rows_in BIGINT NOT NULL, 
	rows_loaded BIGINT NOT NULL, 
	rows_set_aside BIGINT NOT NULL, 
	rows_not_data BIGINT NOT NULL, 
	pence_in BIGINT NOT NULL, 
	pence_loaded BIGINT NOT NULL, 
	pence_set_aside BIGINT NOT NULL, 
	versions BIGINT NOT NULL, 
	undone_by INTEGER, 
	prev_hash VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL, file VARCHAR DEFAULT '' NOT NULL, adapter VARCHAR DEFAULT '' NOT NULL, loaded_on DATE DEFAULT '0001-01-01' NOT NULL, corrects INTEGER, reason TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_load PRIMARY KEY (authority, load_no), 
	CONSTRAINT uq_load_authority_feed_source_slot_slot_seq UNIQUE (authority, feed, source, slot, slot_seq)
);
CREATE TABLE observation_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	row_hash BIGINT NOT NULL, 
	indicator VARCHAR NOT NULL, 
	area_code VARCHAR NOT NULL, 
	area_name TEXT, 
	starts_on DATE, 
	ends_on DATE, 
	sex VARCHAR, 
	age VARCHAR, 
	"group" VARCHAR, 
	value FLOAT, 
	lower FLOAT, 
	upper FLOAT, 
	count FLOAT, 
	denominator FLOAT, 
	CONSTRAINT pk_observation_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_observation_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE TABLE pack (
	authority VARCHAR NOT NULL, 
	period VARCHAR NOT NULL, 
	audience VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	period_label VARCHAR NOT NULL, 
	starts_on DATE NOT NULL, 
	ends_on DATE NOT NULL, 
	on_day DATE NOT NULL, 
	load_no INTEGER NOT NULL, 
	judgement_no INTEGER NOT NULL, 
	previous_period VARCHAR, 
	previous_version INTEGER, 
	digest VARCHAR NOT NULL, 
	path VARCHAR NOT NULL, 
	headline TEXT NOT NULL, 
	withdrawn_by INTEGER, erased_by INTEGER, 
	CONSTRAINT pk_pack PRIMARY KEY (authority, period, audience, scope, version)
);
CREATE TABLE payment_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	row_hash BIGINT NOT NULL, 
	occurrence INTEGER NOT NULL, 
	payment_id VARCHAR, 
	paid_on DATE, 
	department VARCHAR, 
	provider_name TEXT, 
	provider_org_id VARCHAR, 
	reference VARCHAR, 
	service_category VARCHAR, 
	purpose TEXT, 
	basis VARCHAR NOT NULL, 
	financial_year VARCHAR, 
	amount_pence BIGINT NOT NULL, row_of INTEGER, 
	CONSTRAINT pk_payment_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_payment_version_authority_known_from_row_hash_occurrence UNIQUE (authority, known_from, row_hash, occurrence)
);
CREATE INDEX ix_payment_version_reference ON payment_version (authority, reference) WHERE reference IS NOT NULL;
CREATE TABLE provider_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	row_hash BIGINT NOT NULL, 
	provider_org_id VARCHAR NOT NULL, 
	provider_name TEXT, 
	provider_type VARCHAR, 
	postcode VARCHAR, 
	insolvency BOOLEAN, 
	accounts_overdue BOOLEAN, 
	regulator_rating VARCHAR, 
	insurance_expires_on DATE, 
	excluded BOOLEAN, snapshot VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_provider_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_provider_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE TABLE rule_result (
	authority VARCHAR NOT NULL, 
	subject_kind VARCHAR NOT NULL, 
	subject_id VARCHAR NOT NULL, 
	rule VARCHAR NOT NULL, 
	from_judgement INTEGER NOT NULL, 
	status VARCHAR NOT NULL, 
	severity VARCHAR NOT NULL, 
	act_by DATE, 
	facts TEXT NOT NULL, 
	row_ids TEXT NOT NULL, 
	CONSTRAINT pk_rule_result PRIMARY KEY (authority, subject_kind, subject_id, rule, from_judgement)
);
CREATE TABLE run (
	authority VARCHAR NOT NULL, 
	run_key VARCHAR NOT NULL, 
	attempt INTEGER NOT NULL, 
	owner VARCHAR NOT NULL, 
	lease_until BIGINT NOT NULL, 
	CONSTRAINT pk_run PRIMARY KEY (authority, run_key)
);
CREATE TABLE "extension_version" (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	agreement_id BIGINT, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	decided_on DATE, 
	previous_ends_on DATE, 
	new_ends_on DATE, 
	kind VARCHAR, 
	authority_reference VARCHAR, 
	reference VARCHAR, 
	CONSTRAINT pk_extension_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_extension_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE INDEX ix_extension_version_agreement_id ON extension_version (agreement_id);
CREATE INDEX ix_extension_version_reference ON extension_version (reference);
CREATE TABLE "snapshot" (
	authority VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	slot VARCHAR NOT NULL, 
	edition_on DATE, 
	path VARCHAR NOT NULL, 
	size BIGINT NOT NULL, 
	erased_by INTEGER, 
	CONSTRAINT pk_snapshot PRIMARY KEY (authority, digest)
);
CREATE TABLE answer (
	authority VARCHAR NOT NULL, 
	answer_no INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	question TEXT NOT NULL, 
	part VARCHAR NOT NULL, 
	on_day DATE NOT NULL, 
	load_no INTEGER NOT NULL, 
	answer TEXT NOT NULL, 
	digest VARCHAR NOT NULL, 
	CONSTRAINT pk_answer PRIMARY KEY (authority, answer_no)
);
CREATE TABLE answer_total (
	authority VARCHAR NOT NULL, 
	answer_no INTEGER NOT NULL, 
	total_no INTEGER NOT NULL, 
	measure VARCHAR NOT NULL, 
	payee_no INTEGER NOT NULL, 
	provider_key VARCHAR NOT NULL, 
	payments TEXT NOT NULL, 
	CONSTRAINT pk_answer_total PRIMARY KEY (authority, answer_no, total_no, payee_no)
);
CREATE TABLE decision_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	reference VARCHAR NOT NULL, 
	outcome VARCHAR, 
	decided_on DATE, 
	decided_by VARCHAR, 
	authority_reference VARCHAR, 
	reason TEXT, 
	successor_reference VARCHAR, 
	CONSTRAINT pk_decision_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_decision_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE INDEX ix_decision_version_reference ON decision_version (reference);
CREATE TABLE engagement_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	reference VARCHAR NOT NULL, 
	held_on DATE, 
	kind VARCHAR, 
	vcse_attended BOOLEAN, 
	outcome TEXT, 
	CONSTRAINT pk_engagement_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_engagement_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE INDEX ix_engagement_version_reference ON engagement_version (reference);
CREATE TABLE equality_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	reference VARCHAR NOT NULL, 
	status VARCHAR, 
	risk VARCHAR, 
	completed_on DATE, 
	published_on DATE, 
	CONSTRAINT pk_equality_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_equality_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE INDEX ix_equality_version_reference ON equality_version (reference);
CREATE TABLE erasure (
	authority VARCHAR NOT NULL, 
	erasure_no INTEGER NOT NULL, 
	name_digest VARCHAR NOT NULL, 
	words INTEGER NOT NULL, 
	after_load INTEGER NOT NULL, 
	erased_on DATE NOT NULL, 
	authority_reference VARCHAR NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_erasure PRIMARY KEY (authority, erasure_no, name_digest)
);
CREATE TABLE measure_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	reference VARCHAR NOT NULL, 
	measure TEXT NOT NULL, 
	kind VARCHAR, 
	unit VARCHAR, 
	direction VARCHAR, 
	baseline FLOAT, 
	target FLOAT, 
	tolerance FLOAT, 
	frequency VARCHAR, 
	CONSTRAINT pk_measure_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_measure_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE INDEX ix_measure_version_reference ON measure_version (reference);
CREATE TABLE modification_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	reference VARCHAR NOT NULL, 
	decided_on DATE, 
	value_change_pence BIGINT, 
	term_change_days BIGINT, 
	authority_reference VARCHAR, 
	CONSTRAINT pk_modification_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_modification_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE INDEX ix_modification_version_reference ON modification_version (reference);
CREATE TABLE needs_assessment_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	service_category VARCHAR NOT NULL, 
	completed_on DATE, 
	title TEXT, 
	CONSTRAINT pk_needs_assessment_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_needs_assessment_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE TABLE notice_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	ocid VARCHAR NOT NULL, 
	notice_type VARCHAR, 
	published_on DATE, 
	reference VARCHAR, release_id VARCHAR, stage VARCHAR, title TEXT, commissioner TEXT, value_pence BIGINT, starts_on DATE, ends_on DATE, latest_end_on DATE, extension_months INTEGER, closes_on DATE, procurement_method VARCHAR, release TEXT, 
	CONSTRAINT pk_notice_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_notice_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE INDEX ix_notice_version_reference ON notice_version (reference);
CREATE TABLE quarantine_closing (
	authority VARCHAR NOT NULL, 
	load_no INTEGER NOT NULL, 
	row_no BIGINT NOT NULL, 
	closed_by INTEGER NOT NULL, 
	CONSTRAINT pk_quarantine_closing PRIMARY KEY (authority, load_no, row_no, closed_by)
);
CREATE TABLE register_size (
	authority VARCHAR NOT NULL, 
	load_no INTEGER NOT NULL, 
	agreements BIGINT NOT NULL, 
	CONSTRAINT pk_register_size PRIMARY KEY (authority, load_no)
);
CREATE TABLE return_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	reference VARCHAR NOT NULL, 
	measure TEXT NOT NULL, 
	starts_on DATE, 
	ends_on DATE, 
	value FLOAT, 
	numerator FLOAT, 
	denominator FLOAT, 
	due_on DATE, 
	received_on DATE, 
	CONSTRAINT pk_return_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_return_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE INDEX ix_return_version_reference ON return_version (reference);
CREATE TABLE review_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	reference VARCHAR NOT NULL, 
	reviewed_on DATE, 
	users_asked BOOLEAN, 
	communities_asked BOOLEAN, 
	providers_asked BOOLEAN, 
	CONSTRAINT pk_review_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_review_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE INDEX ix_review_version_reference ON review_version (reference);
CREATE TABLE social_value_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	reference VARCHAR NOT NULL, 
	commitment TEXT NOT NULL, 
	unit VARCHAR, 
	committed FLOAT, 
	delivered FLOAT, 
	CONSTRAINT pk_social_value_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_social_value_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE INDEX ix_social_value_version_reference ON social_value_version (reference);
CREATE TABLE users_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	reference VARCHAR NOT NULL, 
	starts_on DATE, 
	ends_on DATE, 
	area_code VARCHAR, 
	"group" VARCHAR, 
	users BIGINT, 
	CONSTRAINT pk_users_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_users_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE INDEX ix_users_version_reference ON users_version (reference);
CREATE TABLE "quarantined_row" (
	authority VARCHAR NOT NULL, 
	load_no INTEGER NOT NULL, 
	row_no BIGINT NOT NULL, 
	"column" VARCHAR NOT NULL, 
	expectation VARCHAR NOT NULL, 
	line_no BIGINT NOT NULL, 
	value TEXT, 
	likely_cause TEXT NOT NULL, 
	pence BIGINT, 
	CONSTRAINT pk_quarantined_row PRIMARY KEY (authority, load_no, row_no, "column", expectation)
);
CREATE TABLE "stoppage" (
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	slot VARCHAR NOT NULL, 
	slot_seq INTEGER NOT NULL, 
	after_load INTEGER NOT NULL, 
	sentence TEXT NOT NULL, 
	withdrawn_after INTEGER, 
	CONSTRAINT pk_stoppage PRIMARY KEY (authority, source, slot, slot_seq, after_load)
);
CREATE TABLE provider_alias (
	authority VARCHAR NOT NULL, 
	load_no INTEGER NOT NULL, 
	decision_no INTEGER NOT NULL, 
	provider_name TEXT, 
	provider_org_id VARCHAR, 
	outcome VARCHAR NOT NULL, 
	decided_by VARCHAR NOT NULL, 
	decided_on DATE NOT NULL, 
	CONSTRAINT pk_provider_alias PRIMARY KEY (authority, load_no, decision_no)
);
CREATE TABLE provider_identifier_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	provider_org_id VARCHAR, 
	other_org_id VARCHAR, 
	provider_name TEXT, 
	CONSTRAINT pk_provider_identifier_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_provider_identifier_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE TABLE provider_merger_version (
	version_no INTEGER NOT NULL, 
	authority VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	key_hash BIGINT NOT NULL, 
	valid_from DATE NOT NULL, 
	known_from INTEGER NOT NULL, 
	retracted BOOLEAN NOT NULL, 
	row_no BIGINT NOT NULL, 
	snapshot VARCHAR NOT NULL, 
	row_hash BIGINT NOT NULL, 
	provider_org_id VARCHAR, 
	provider_name TEXT, 
	part BIGINT, 
	transferee_org_id VARCHAR, 
	transferee_name TEXT, 
	transferee_part BIGINT, 
	transferred_on DATE, 
	registered_on DATE, 
	CONSTRAINT pk_provider_merger_version PRIMARY KEY (version_no), 
	CONSTRAINT uq_provider_merger_version_authority_key_hash_valid_from_known_from UNIQUE (authority, key_hash, valid_from, known_from)
);
CREATE INDEX ix_notice_version_ocid ON notice_version (ocid);
