#include "trust/trust.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "trust/state.h"

const char *
trust_reason_text(enum trust_reason reason)
{
	static const char *const texts[TRUST_REASON_COUNT] = {
		[TRUST_COUNTS] = N_("it counts"),
		[TRUST_NO_GENESIS] = N_("the county's founding step is not here"),
		[TRUST_AUTHOR_UNKNOWN] = N_("the signer's credential is not here"),
		[TRUST_AUTHOR_NO_RIGHT] = N_("the signer's credential has no right"),
		[TRUST_WRONG_DEVICE] = N_("it was signed on another device than the credential is for"),
		[TRUST_WRONG_AREA] = N_("the building lies outside the signer's area"),
		[TRUST_WRONG_ROLE] = N_("the signer's role may not do this"),
		[TRUST_REVOKED] = N_("the signer's credential was revoked before any county receipt covered this"),
		[TRUST_NOT_ENDORSED] = N_("too few county officers endorsed it"),
		[TRUST_STRETCHED] = N_("it grants a role or an area that its issuer does not have"),
		[TRUST_FORKED] = N_("the device's feed splits here and nothing has settled which part holds"),
		[TRUST_MALFORMED] = N_("it lacks what a step of its kind must hold"),
		[TRUST_UNKNOWN_KIND] = N_("this program does not know its kind"),
		[TRUST_SUPERSEDED] = N_("a newer one is in force"),
	};

	return _(texts[reason]);
}

struct trust *
trust_new(const struct id *pinned)
{
	struct trust *trust = mem_alloc(sizeof(*trust));

	if (pinned)
		trust_pin(trust, pinned);
	return trust;
}

void
trust_pin(struct trust *trust, const struct id *genesis)
{
	trust->has_pin = true;
	trust->pin = *genesis;
}

static void
forget_derived(struct trust *trust)
{
	for (size_t i = 0; i < trust->person_count; i++)
		credential_release(&trust->people[i].credential);
	free(trust->people);
	trust->people = NULL;
	trust->person_count = 0;
	idmap_release(&trust->person_index);
	trust->genesis_count = trust->revocation_count = trust->cover_count = trust->same_count = 0;
	trust->has_anchor = trust->has_pack = false;
	trust->anchor_no = 0;
}

static void
forget_roles(struct trust *trust)
{
	for (size_t i = 0; i < trust->decision_role_count; i++)
		free(trust->decision_roles[i]);
	free(trust->decision_roles);
	trust->decision_roles = NULL;
	trust->decision_role_count = 0;
}

void
trust_free(struct trust *trust)
{
	if (!trust)
		return;
	forget_derived(trust);
	forget_roles(trust);
	for (size_t i = 0; i < trust->entry_count; i++) {
		free(trust->entries[i].parents);
		value_release(&trust->entries[i].data);
	}
	free(trust->entries);
	idmap_release(&trust->entry_index);
	free(trust->genesis);
	free(trust->revocations);
	free(trust->covers);
	free(trust->same);
	free(trust->branches);
	idmap_release(&trust->branch_index);
	free(trust);
}

static bool
is_kept(enum step_kind kind)
{
	return kind == STEP_GENESIS || kind == STEP_CREDENTIAL || kind == STEP_ENDORSEMENT || kind == STEP_REVOCATION ||
	       kind == STEP_PACK || kind == STEP_RECEIPT || kind == STEP_DECISION || kind == STEP_EPOCH;
}

void
trust_add(struct trust *trust, const struct id *id, const struct step *step)
{
	struct entry entry = { .id = *id, .kind = step_kind_of(step->kind) };

	if (!is_kept(entry.kind) || idmap_get(&trust->entry_index, id) != IDMAP_NONE)
		return;
	entry.has_author = step->has_author;
	entry.author = step->author;
	entry.device = step->device;
	entry.epoch = step->epoch;
	entry.seq = step->seq;
	entry.parent_count = step->parent_count;
	entry.parents = mem_array(step->parent_count, sizeof(*entry.parents));
	if (step->parent_count)
		memcpy(entry.parents, step->parents, step->parent_count * sizeof(*entry.parents));
	entry.data = value_object();
	for (size_t i = 0; i < step->data.object.count; i++) {
		const struct member *member = &step->data.object.members[i];

		if (entry.kind != STEP_PACK || strcmp(member->name, "files") != 0)
			value_set_take(&entry.data, member->name, value_copy(&member->value));
	}
	MEM_GROW(trust->entries, trust->entry_count, trust->entry_cap);
	idmap_put(&trust->entry_index, id, trust->entry_count);
	trust->entries[trust->entry_count++] = entry;
	trust->sorted = false;
}

void
trust_set_acts(struct trust *trust, const char *const *decision_roles, size_t decision_count, const char *const *epoch_roles,
	       size_t epoch_count)
{
	(void)epoch_roles; /* an epoch is stored and begins a feed whoever signed it; its right is a finding */
	(void)epoch_count;
	forget_roles(trust);
	trust->decision_roles = mem_array(decision_count, sizeof(*trust->decision_roles));
	for (size_t i = 0; i < decision_count; i++)
		trust->decision_roles[trust->decision_role_count++] = mem_strdup(decision_roles[i]);
	trust_settle_same(trust);
}

/* ---- settling */

static int
entry_cmp(const void *a, const void *b)
{
	return id_cmp(&((const struct entry *)a)->id, &((const struct entry *)b)->id);
}

static void
sort_entries(struct trust *trust)
{
	if (trust->sorted || !trust->entry_count)
		return;
	qsort(trust->entries, trust->entry_count, sizeof(*trust->entries), entry_cmp);
	for (size_t i = 0; i < trust->entry_count; i++)
		idmap_put(&trust->entry_index, &trust->entries[i].id, i);
	trust->sorted = true;
}

static void
find_revocations(struct trust *trust)
{
	for (size_t i = 0; i < trust->entry_count; i++)
		if (trust->entries[i].kind == STEP_REVOCATION) {
			MEM_GROW(trust->revocations, trust->revocation_count, trust->revocation_cap);
			trust->revocations[trust->revocation_count++] = i;
		}
}

bool
trust_names_officer(const struct entry *genesis, const struct id *credential)
{
	const struct value *officers = value_get_list(&genesis->data, "officers");
	char hex[ID_HEX_LEN + 1];

	id_hex(credential, hex);
	for (size_t i = 0; officers && i < officers->list.count; i++)
		if (officers->list.items[i].type == VALUE_TEXT && strcmp(officers->list.items[i].text, hex) == 0)
			return true;
	return false;
}

static bool
genesis_is_whole(const struct entry *entry)
{
	const struct value *officers = value_get_list(&entry->data, "officers");
	int64_t threshold = value_get_integer(&entry->data, "threshold", 0);

	return officers && threshold >= 1 && threshold <= (int64_t)officers->list.count && value_get_text(&entry->data, "county") &&
	       value_get_text(&entry->data, "name") && entry->has_author && trust_names_officer(entry, &entry->author);
}

/* The person behind an officer's credential, whether or not anything else has been judged: credentials of officers sign themselves. */
static const char *
officer_person(const struct trust *trust, const struct id *credential)
{
	size_t index = idmap_get(&trust->entry_index, credential);
	const struct entry *entry = index == IDMAP_NONE ? NULL : &trust->entries[index];

	if (!entry || entry->kind != STEP_CREDENTIAL || entry->has_author)
		return NULL;
	return value_get_text(&entry->data, "person");
}

/* A revoked officer's word counts as far as a county receipt bears it out. */
static bool
still_holds(const struct trust *trust, const struct entry *entry)
{
	const struct person *person = trust_person(trust, &entry->author);

	return person && trust_place_counts(trust, &entry->device, entry->epoch, entry->seq, person->cut);
}

size_t
trust_endorsers(const struct trust *trust, const struct entry *genesis, const struct entry *of, bool within_cuts)
{
	const char *persons[64];
	size_t count = 0;
	char hex[ID_HEX_LEN + 1];

	id_hex(&of->id, hex);
	for (size_t i = 0; i < trust->entry_count && count < ARRAY_LEN(persons); i++) {
		const struct entry *entry = &trust->entries[i];
		const char *person, *named;
		bool known = false;

		if (!entry->has_author)
			continue;
		named = entry->kind == STEP_ENDORSEMENT ? value_get_text(&entry->data, "of") : NULL;
		if (entry != of && (!named || strcmp(named, hex) != 0))
			continue;
		person = trust_names_officer(genesis, &entry->author) ? officer_person(trust, &entry->author) : NULL;
		if (person && within_cuts && !still_holds(trust, entry))
			continue;
		for (size_t p = 0; person && p < count; p++)
			known |= strcmp(persons[p], person) == 0;
		if (person && !known)
			persons[count++] = person;
	}
	return count;
}

bool
trust_endorsed(const struct trust *trust, const struct entry *of, size_t genesis, bool within_cuts)
{
	for (size_t i = 0; i < trust->genesis_count; i++) {
		const struct entry *entry = &trust->entries[trust->genesis[i]];

		if (genesis != SIZE_MAX && genesis != trust->genesis[i])
			continue;
		if ((int64_t)trust_endorsers(trust, entry, of, within_cuts) >= value_get_integer(&entry->data, "threshold", INT64_MAX))
			return true;
	}
	return false;
}

/* A later genesis names the former as its parent and is endorsed by the thresholds of the old and of the new officers. */
static size_t
next_genesis(struct trust *trust, size_t current)
{
	for (size_t i = 0; i < trust->entry_count; i++) {
		struct entry *entry = &trust->entries[i];

		if (entry->kind != STEP_GENESIS || entry->parent_count != 1 || !genesis_is_whole(entry) ||
		    !id_equal(&entry->parents[0], &trust->entries[current].id))
			continue;
		if (trust_endorsed(trust, entry, current, false) &&
		    (int64_t)trust_endorsers(trust, entry, entry, false) >= value_get_integer(&entry->data, "threshold", INT64_MAX))
			return i; /* ascending: of two, the smaller id */
	}
	return SIZE_MAX;
}

static void
settle_genesis(struct trust *trust)
{
	size_t current = trust->has_pin ? idmap_get(&trust->entry_index, &trust->pin) : IDMAP_NONE;

	for (size_t i = 0; i < trust->entry_count; i++)
		trust->entries[i].reason = trust->entries[i].kind == STEP_GENESIS ? TRUST_NOT_ENDORSED : TRUST_NO_GENESIS;
	if (current == IDMAP_NONE || trust->entries[current].kind != STEP_GENESIS)
		return;
	if (!genesis_is_whole(&trust->entries[current])) {
		trust->entries[current].reason = TRUST_MALFORMED;
		return;
	}
	while (current != SIZE_MAX && trust->genesis_count <= trust->entry_count) {
		if (trust->genesis_count)
			trust->entries[trust->genesis[trust->genesis_count - 1]].reason = TRUST_SUPERSEDED;
		trust->entries[current].reason = TRUST_COUNTS;
		MEM_GROW(trust->genesis, trust->genesis_count, trust->genesis_cap);
		trust->genesis[trust->genesis_count++] = current;
		current = next_genesis(trust, current);
	}
}

static void
settle_packs(struct trust *trust)
{
	int64_t newest = 0;

	for (size_t i = 0; i < trust->entry_count; i++) {
		struct entry *entry = &trust->entries[i];
		int64_t version = value_get_integer(&entry->data, "version", 0);

		if (entry->kind != STEP_PACK || !trust->genesis_count)
			continue;
		if (version < 1)
			entry->reason = TRUST_MALFORMED;
		else if (!entry->has_author || !trust_endorsed(trust, entry, SIZE_MAX, true))
			entry->reason = TRUST_NOT_ENDORSED;
		else
			entry->reason = TRUST_SUPERSEDED;
		if (entry->reason == TRUST_SUPERSEDED && version > newest) { /* of equals the first: the smaller id */
			newest = version;
			trust->has_pack = true;
			trust->pack = entry->id;
		}
	}
	if (trust->has_pack)
		trust->entries[idmap_get(&trust->entry_index, &trust->pack)].reason = TRUST_COUNTS;
}

/* Endorsements, decisions and epochs: by their author's standing. */
static void
settle_rest(struct trust *trust)
{
	for (size_t i = 0; i < trust->entry_count && trust->genesis_count; i++) {
		struct entry *entry = &trust->entries[i];
		struct person *person;

		if (entry->kind != STEP_ENDORSEMENT && entry->kind != STEP_DECISION && entry->kind != STEP_EPOCH)
			continue;
		person = entry->has_author ? trust_person(trust, &entry->author) : NULL;
		if (!person)
			entry->reason = TRUST_AUTHOR_UNKNOWN;
		else if (person->credential.reason != TRUST_COUNTS)
			entry->reason = TRUST_AUTHOR_NO_RIGHT;
		else if (!trust_place_counts(trust, &entry->device, entry->epoch, entry->seq, trust_cut(trust, person)))
			entry->reason = TRUST_REVOKED;
		else
			entry->reason = TRUST_COUNTS;
	}
}

/* Officers' revocations are judged by endorsements alone, so up to which receipt their word holds is known before issuers are judged by it. */
static void
find_forsaken(struct trust *trust)
{
	for (size_t i = 0; i < trust->person_count; i++)
		trust_cut(trust, &trust->people[i]);
	for (size_t i = 0; i < trust->person_count && trust->revocation_count; i++) {
		struct person *person = &trust->people[i];
		const struct entry *entry = &trust->entries[person->entry];

		person->forsaken = person->credential.issue_count > 0 && trust_chain(trust, person) == TRUST_COUNTS && entry->has_author &&
				   !trust_endorsed(trust, entry, SIZE_MAX, true);
	}
}

/* By its chain of issuers, each of them still spoken for. */
static enum trust_reason
standing(struct trust *trust, struct person *person)
{
	enum trust_reason reason = trust_chain(trust, person);

	if (reason == TRUST_COUNTS && person->forsaken)
		return TRUST_NOT_ENDORSED;
	while (reason == TRUST_COUNTS && trust->entries[person->entry].has_author) {
		person = trust_person(trust, &trust->entries[person->entry].author);
		if (person->forsaken)
			reason = TRUST_AUTHOR_NO_RIGHT;
	}
	return reason;
}

void
trust_settle(struct trust *trust)
{
	forget_derived(trust);
	sort_entries(trust);
	find_revocations(trust);
	settle_genesis(trust);
	trust_settle_people(trust);
	trust_settle_receipts(trust);
	find_forsaken(trust);
	/* The standing of people needs receipts where something is revoked. */
	for (size_t i = 0; i < trust->person_count; i++) {
		struct person *person = &trust->people[i];
		struct entry *entry = &trust->entries[person->entry];
		struct person *issuer = entry->has_author ? trust_person(trust, &entry->author) : NULL;

		person->credential.reason = standing(trust, person);
		if (person->credential.reason == TRUST_COUNTS && issuer &&
		    !trust_place_counts(trust, &entry->device, entry->epoch, entry->seq, trust_cut(trust, issuer)))
			person->credential.reason = TRUST_REVOKED;
		person->credential.counts_to = trust_cut(trust, person);
		person->credential.revoked = person->credential.counts_to != NO_CUT;
		entry->reason = person->credential.reason;
	}
	settle_packs(trust);
	settle_rest(trust);
	trust_settle_forks(trust);
	trust_settle_same(trust);
}

/* ---- buildings that are one house */

static bool
is_undone(const struct trust *trust, const struct id *decision)
{
	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct entry *entry = &trust->entries[i];
		const char *verdict = entry->kind == STEP_DECISION ? value_get_text(&entry->data, "verdict") : NULL;
		struct id about;

		if (verdict && strcmp(verdict, "apart") == 0 && step_data_id(&entry->data, "about", &about) && id_equal(&about, decision) &&
		    trust_may_decide(trust, entry))
			return true;
	}
	return false;
}

void
trust_settle_same(struct trust *trust)
{
	trust->same_count = 0;
	for (size_t i = 0; i < trust->entry_count && trust->genesis_count; i++) {
		const struct entry *entry = &trust->entries[i];
		const char *verdict = entry->kind == STEP_DECISION ? value_get_text(&entry->data, "verdict") : NULL;
		struct trust_same same = { .decision = entry->id };

		if (!verdict || strcmp(verdict, "same") != 0 || !step_data_id(&entry->data, "about", &same.a) ||
		    !step_data_id(&entry->data, "with", &same.b) || id_equal(&same.a, &same.b) || !trust_may_decide(trust, entry) ||
		    is_undone(trust, &entry->id))
			continue;
		same.author = &trust_person(trust, &entry->author)->credential;
		MEM_GROW(trust->same, trust->same_count, trust->same_cap);
		trust->same[trust->same_count++] = same;
	}
}

/* ---- answers */

size_t
trust_same_count(const struct trust *trust)
{
	return trust->same_count;
}

const struct trust_same *
trust_same_at(const struct trust *trust, size_t index)
{
	return &trust->same[index];
}

int64_t
trust_anchor_no(const struct trust *trust)
{
	return trust->anchor_no;
}

bool
trust_is_officer(const struct trust *trust, const struct id *credential)
{
	const struct person *person = trust_person(trust, credential);

	return person && person->officer;
}

bool
trust_in_office(const struct trust *trust, const struct id *credential)
{
	return trust->genesis_count && trust_names_officer(&trust->entries[trust->genesis[trust->genesis_count - 1]], credential);
}

const struct id *
trust_genesis(const struct trust *trust)
{
	return trust->genesis_count ? &trust->entries[trust->genesis[trust->genesis_count - 1]].id : NULL;
}

const struct value *
trust_genesis_data(const struct trust *trust)
{
	return trust->genesis_count ? &trust->entries[trust->genesis[trust->genesis_count - 1]].data : NULL;
}

const struct credential *
trust_credential(const struct trust *trust, const struct id *id)
{
	const struct person *person = trust_person(trust, id);

	return person ? &person->credential : NULL;
}

size_t
trust_credential_count(const struct trust *trust)
{
	return trust->person_count;
}

const struct credential *
trust_credential_at(const struct trust *trust, size_t index)
{
	return &trust->people[index].credential;
}

const struct id *
trust_pack(const struct trust *trust)
{
	return trust->has_pack ? &trust->pack : NULL;
}

enum trust_reason
trust_step(const struct trust *trust, const struct id *id)
{
	size_t index = idmap_get(&trust->entry_index, id);

	return index == IDMAP_NONE ? TRUST_UNKNOWN_KIND : trust->entries[index].reason;
}

const struct id *
trust_anchor(const struct trust *trust)
{
	return trust->has_anchor ? &trust->anchor : NULL;
}

static bool
pack_stands(const struct trust *trust, const struct id *pack)
{
	enum trust_reason reason = trust_step(trust, pack);

	return reason == TRUST_COUNTS || reason == TRUST_SUPERSEDED;
}

enum trust_reason
trust_judge(const struct trust *trust, const struct id *id, const struct step *step, const char *division)
{
	struct person *person;
	size_t branch;

	if (!trust->genesis_count)
		return TRUST_NO_GENESIS;
	person = step->has_author ? trust_person(trust, &step->author) : NULL;
	if (!person)
		return TRUST_AUTHOR_UNKNOWN;
	if (person->credential.reason != TRUST_COUNTS)
		return person->credential.reason == TRUST_REVOKED ? TRUST_REVOKED : TRUST_AUTHOR_NO_RIGHT;
	if (!credential_fits_device(&person->credential, &step->device))
		return TRUST_WRONG_DEVICE;
	if (!trust_place_counts(trust, &step->device, step->epoch, step->seq, person->cut))
		return TRUST_REVOKED;
	branch = idmap_get(&trust->branch_index, id);
	if (branch != IDMAP_NONE && !trust->branches[branch].keeps)
		return TRUST_FORKED;
	if (step->has_pack && !pack_stands(trust, &step->pack))
		return TRUST_NOT_ENDORSED;
	if (division && !credential_covers(&person->credential, division))
		return TRUST_WRONG_AREA;
	return TRUST_COUNTS;
}
