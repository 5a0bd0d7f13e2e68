#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/mem.h"
#include "trust/state.h"

/* Credentials: who stands by the chain of issuers, and up to which county receipt the acts of a revoked one count.
 *
 * Authority flows from the genesis down only: an issuer stands above those it issued, the officers above all. A revocation takes
 * effect when its author stands above the revoked credential, or the officers' threshold endorsed it; so the question never runs
 * in a circle. An officer's own revocation is judged by endorsements alone. */

static char **
copy_texts(const struct value *list, size_t *count)
{
	char **texts = mem_array(list ? list->list.count : 0, sizeof(*texts));

	*count = 0;
	for (size_t i = 0; list && i < list->list.count; i++)
		if (list->list.items[i].type == VALUE_TEXT)
			texts[(*count)++] = mem_strdup(list->list.items[i].text);
	return texts;
}

static bool
is_prefix(const char *area)
{
	size_t len = strlen(area);

	return (len == 2 || len == 4 || len == 6 || len == 9 || len == 12) && strspn(area, "0123456789") == len;
}

bool
credential_from_step(const struct id *id, const struct step *step, struct credential *out)
{
	const struct value *data = &step->data;
	const char *person = value_get_text(data, "person"), *device = value_get_text(data, "device");
	const char *sign = value_get_text(data, "sign_key"), *box = value_get_text(data, "box_key");
	struct credential credential = { .id = *id };
	struct device_id person_hex;

	if (!person || !device_from_hex(person, &person_hex) || !sign || !hex_decode(sign, credential.sign_key, SIGN_KEY_BYTES) || !box ||
	    !hex_decode(box, credential.box_key, BOX_KEY_BYTES) || !value_get_text(data, "name") || !value_get_text(data, "role"))
		return false;
	if (device && !device_from_hex(device, &credential.device))
		return false;
	memcpy(credential.person, person, 33);
	credential.has_device = device != NULL;
	credential.name = mem_strdup(value_get_text(data, "name"));
	credential.role = mem_strdup(value_get_text(data, "role"));
	credential.areas = copy_texts(value_get_list(data, "areas"), &credential.area_count);
	credential.issues = copy_texts(value_get_list(data, "issues"), &credential.issue_count);
	credential.has_request = step_data_id(data, "request", &credential.request);
	credential.has_issuer = step->has_author;
	credential.issuer = step->author;
	credential.not_after_unix = value_get_integer(data, "not_after", 0);
	*out = credential;
	for (size_t i = 0; i < credential.area_count; i++)
		if (!is_prefix(credential.areas[i])) {
			credential_release(out);
			return false;
		}
	return true;
}

void
credential_release(struct credential *credential)
{
	for (size_t i = 0; i < credential->area_count; i++)
		free(credential->areas[i]);
	for (size_t i = 0; i < credential->issue_count; i++)
		free(credential->issues[i]);
	free(credential->areas);
	free(credential->issues);
	free(credential->name);
	free(credential->role);
	*credential = (struct credential){ 0 };
}

bool
credential_covers(const struct credential *credential, const char *division)
{
	return division_covered((const char *const *)credential->areas, credential->area_count, division);
}

bool
credential_fits_device(const struct credential *credential, const struct device_id *device)
{
	return !credential->has_device || device_equal(&credential->device, device);
}

struct person *
trust_person(const struct trust *trust, const struct id *credential)
{
	size_t index = idmap_get(&trust->person_index, credential);

	return index == IDMAP_NONE ? NULL : &trust->people[index];
}

static bool
named_officer(const struct trust *trust, const struct id *id)
{
	char hex[ID_HEX_LEN + 1];

	id_hex(id, hex);
	for (size_t g = 0; g < trust->genesis_count; g++) {
		const struct value *officers = value_get_list(&trust->entries[trust->genesis[g]].data, "officers");

		for (size_t i = 0; i < officers->list.count; i++)
			if (officers->list.items[i].type == VALUE_TEXT && strcmp(officers->list.items[i].text, hex) == 0)
				return true;
	}
	return false;
}

void
trust_settle_people(struct trust *trust)
{
	size_t count = 0;

	for (size_t i = 0; i < trust->entry_count; i++)
		count += trust->entries[i].kind == STEP_CREDENTIAL;
	trust->people = mem_array(count, sizeof(*trust->people));
	for (size_t i = 0; i < trust->entry_count; i++) {
		struct entry *entry = &trust->entries[i];
		struct person person = { .entry = i, .cut = NO_CUT };
		struct step step = { .has_author = entry->has_author, .author = entry->author, .data = entry->data };

		if (entry->kind != STEP_CREDENTIAL)
			continue;
		if (!credential_from_step(&entry->id, &step, &person.credential)) {
			entry->reason = TRUST_MALFORMED;
			continue;
		}
		person.officer = !entry->has_author && named_officer(trust, &entry->id);
		idmap_put(&trust->person_index, &entry->id, trust->person_count);
		trust->people[trust->person_count++] = person;
	}
}

static bool
may_issue(const struct credential *issuer, const struct credential *issued)
{
	bool role = false;

	for (size_t i = 0; i < issuer->issue_count; i++)
		role |= strcmp(issuer->issues[i], issued->role) == 0;
	if (!role || issued->area_count == 0)
		return false;
	for (size_t i = 0; i < issued->area_count; i++)
		if (!credential_covers(issuer, issued->areas[i]))
			return false;
	return true;
}

bool
trust_may_issue(const struct trust *trust, const struct id *issuer, const struct credential *asked)
{
	const struct person *person = trust_person(trust, issuer);

	if (!person || person->credential.reason != TRUST_COUNTS)
		return false;
	if (asked->issue_count > 0)
		return person->officer; /* and the others agree */
	return may_issue(&person->credential, asked);
}

static enum trust_reason
judge_chain(struct trust *trust, struct person *person)
{
	const struct entry *entry = &trust->entries[person->entry];
	struct person *issuer;

	if (!trust->genesis_count)
		return TRUST_NO_GENESIS;
	if (!entry->has_author)
		return person->officer ? TRUST_COUNTS : TRUST_AUTHOR_NO_RIGHT; /* a mere request */
	issuer = trust_person(trust, &entry->author);
	if (!issuer)
		return TRUST_AUTHOR_UNKNOWN;
	if (trust_chain(trust, issuer) != TRUST_COUNTS)
		return TRUST_AUTHOR_NO_RIGHT;
	if (issuer->officer && person->credential.issue_count > 0)
		return trust_endorsed(trust, entry, SIZE_MAX, false) ? TRUST_COUNTS : TRUST_NOT_ENDORSED;
	if (person->credential.issue_count > 0 || !may_issue(&issuer->credential, &person->credential))
		return TRUST_STRETCHED;
	return TRUST_COUNTS;
}

static struct person *
issuer_of(const struct trust *trust, const struct person *person)
{
	const struct entry *entry = &trust->entries[person->entry];

	return entry->has_author ? trust_person(trust, &entry->author) : NULL;
}

/* Whoever issued is judged before those he issued to: a stranger can send a chain of any length, and the stack is not. */
static void
judge_from_the_top(struct trust *trust, struct person *person, bool (*is_new)(const struct person *),
		   void (*judge)(struct trust *, struct person *))
{
	struct person **below = NULL;
	size_t count = 0, cap = 0;

	for (struct person *at = person; at && is_new(at) && count < trust->person_count; at = issuer_of(trust, at)) {
		MEM_GROW(below, count, cap);
		below[count++] = at;
	}
	while (count)
		judge(trust, below[--count]);
	free(below);
}

static bool
has_new_chain(const struct person *person)
{
	return person->chain_visit == VISIT_NEW;
}

static void
settle_chain(struct trust *trust, struct person *person)
{
	if (person->chain_visit != VISIT_NEW)
		return;
	person->chain_visit = VISIT_NOW;
	person->chain = judge_chain(trust, person);
	person->chain_visit = VISIT_DONE;
}

enum trust_reason
trust_chain(struct trust *trust, struct person *person)
{
	if (person->chain_visit == VISIT_NOW)
		return TRUST_AUTHOR_NO_RIGHT; /* ids are hashes: a circle cannot be made, but nothing here relies on it */
	judge_from_the_top(trust, person, has_new_chain, settle_chain);
	return person->chain;
}

/* Does `above` stand in the chain of issuers of `person`? */
static bool
stands_above(const struct trust *trust, const struct id *above, const struct person *person)
{
	for (size_t depth = 0; person && depth <= trust->person_count; depth++) {
		const struct entry *entry = &trust->entries[person->entry];

		if (!entry->has_author)
			return false;
		if (id_equal(&entry->author, above))
			return true;
		person = trust_person(trust, &entry->author);
	}
	return false;
}

static bool
revocation_holds(struct trust *trust, struct entry *revocation, struct person *revoked)
{
	struct person *author = revocation->has_author ? trust_person(trust, &revocation->author) : NULL;
	bool needs_officers = revoked->officer || revoked->credential.issue_count > 0;

	if (!author || trust_chain(trust, author) != TRUST_COUNTS) {
		revocation->reason = TRUST_AUTHOR_NO_RIGHT;
		return false;
	}
	if (author->officer && (needs_officers ? trust_endorsed(trust, revocation, SIZE_MAX, false) : true)) {
		revocation->reason = TRUST_COUNTS;
		return true;
	}
	if (needs_officers || !stands_above(trust, &revocation->author, revoked)) {
		revocation->reason = needs_officers ? TRUST_NOT_ENDORSED : TRUST_WRONG_AREA;
		return false;
	}
	if (!trust_place_counts(trust, &revocation->device, revocation->epoch, revocation->seq, trust_cut(trust, author))) {
		revocation->reason = TRUST_REVOKED;
		return false;
	}
	revocation->reason = TRUST_COUNTS;
	return true;
}

static bool
has_new_cut(const struct person *person)
{
	return person->cut_visit == VISIT_NEW;
}

static void
settle_cut(struct trust *trust, struct person *person)
{
	const struct entry *own = &trust->entries[person->entry];
	struct person *issuer = issuer_of(trust, person);

	if (person->cut_visit != VISIT_NEW)
		return;
	person->cut_visit = VISIT_NOW;
	if (issuer)
		person->cut = issuer->cut; /* judged before; what is issued under a revoked one shares its fate */
	for (size_t r = 0; r < trust->revocation_count; r++) {
		struct entry *entry = &trust->entries[trust->revocations[r]];
		int64_t receipt = value_get_integer(&entry->data, "receipt", 0);
		struct id of;

		if (!step_data_id(&entry->data, "of", &of) || !id_equal(&of, &own->id))
			continue;
		if (revocation_holds(trust, entry, person) && receipt < person->cut)
			person->cut = receipt; /* of several, the strictest */
	}
	person->cut_visit = VISIT_DONE;
}

int64_t
trust_cut(struct trust *trust, struct person *person)
{
	judge_from_the_top(trust, person, has_new_cut, settle_cut);
	return person->cut;
}

bool
trust_issued(const struct trust *trust, const struct id *above, const struct id *credential)
{
	const struct person *person = trust_person(trust, credential);

	return person && stands_above(trust, above, person);
}
