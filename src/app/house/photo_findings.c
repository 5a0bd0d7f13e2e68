#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/check.h"
#include "app/house/findings.h"
#include "app/house/looks.h"
#include "app/house/twins_state.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "eval/eval.h"
#include "form/answer/reason.h"
#include "photo/photo.h"
#include "seal/seal.h"
#include "store/dossier/dossier.h"
#include "store/houses/looks.h"
#include "store/houses/photos.h"
#include "store/store.h"

/* Photos that stand at two houses, or look like one of another house, in whichever form: found when somebody looks, since a photo at one house changes what is
 * found at another, and what photos look like is known to this file alone. */

static const struct rule picture_rule = { .id = (char *)(uintptr_t)CHECK_PICTURE, .level = RULE_WARNING };

struct place_of_photo {
	size_t house; /* of the twins */
	char form[64], field[64];
	bool shared;
};

/* One photo in one form of one house, in the union of all that are one photo or look alike and were told so. */
struct photo_node {
	size_t parent;
	bool told; /* with some other one of the union */
};

struct house_looks {
	struct named_look *items;
	size_t count;
	bool read;
};

struct photo_search {
	struct app *app;
	const struct twins *twins;
	const char *area;
	struct county_findings *out;
	bool *judged; /* per form: a rule of the pack says that a photo of it stands elsewhere, whenever the house is judged */
	struct id photo;
	struct place_of_photo *places; /* of that photo */
	size_t count, cap;
	struct idmap by_place; /* nodes */
	struct photo_node *nodes;
	size_t node_count, node_cap;
	struct house_looks *looks; /* per house */
	struct idmap pairs;	   /* of houses, that were compared */
};

/* The rules of a form that repeats are judged as it is signed alone. */
static bool *
judged_by_rules(struct app *app)
{
	const struct pack *pack = app_pack(app);
	const struct eval *eval = store_eval(app_store(app));
	bool *judged = mem_array(pack->form_count, sizeof(*judged));

	for (size_t i = 0; i < pack->rule_count; i++) {
		const struct rule *rule = &pack->rules[i];

		if (!rule->county && !rule->form->repeat && eval_rule_reads_elsewhere(eval, rule))
			judged[rule->form - pack->forms] = true;
	}
	return judged;
}

/* ---- what is found */

static size_t
node_of(struct photo_search *search, size_t house, const char *form, const char *field, const struct id *photo)
{
	char *text = mem_printf("%zu %s %s ", house, form, field);
	struct buf place = { 0 };
	struct id name;
	size_t node;

	buf_add(&place, text, strlen(text));
	buf_add(&place, photo->b, ID_BYTES);
	hash_bytes(place.data, place.len, &name);
	buf_release(&place);
	free(text);
	node = idmap_get(&search->by_place, &name);
	if (node != IDMAP_NONE)
		return node;
	MEM_GROW(search->nodes, search->node_count, search->node_cap);
	search->nodes[search->node_count] = (struct photo_node){ .parent = search->node_count };
	idmap_put(&search->by_place, &name, search->node_count);
	return search->node_count++;
}

static size_t
top_of(struct photo_search *search, size_t node)
{
	while (search->nodes[node].parent != node)
		node = search->nodes[node].parent = search->nodes[search->nodes[node].parent].parent;
	return node;
}

static void
unite(struct photo_search *search, size_t a, size_t b)
{
	search->nodes[top_of(search, a)].parent = top_of(search, b);
}

/* Who signed the form that has the photo, and whether he said there why it is right: of several that have it, one who said nothing. */
static void
note_author(struct app *app, const char *form, const struct id *photo, struct county_finding *found)
{
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };

	if (dossier_load_form(app_store(app), &found->root, form, NULL, &dossier, &ignored))
		return;
	for (size_t i = 0; i < dossier->slots.slot_count && !(found->has_author && !found->waived); i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		const struct flow_step *head = slot->head_count == 1 ? &dossier->steps[slot->heads[0]] : NULL;

		for (size_t p = 0; head && head->author && p < head->step->photo_count; p++)
			if (id_equal(&head->step->photos[p].id, photo)) {
				found->has_author = true;
				found->author = head->author->id;
				found->waived = reason_of(value_get_list(&head->step->data, "_reasons"), CHECK_PICTURE) != NULL;
			}
	}
	dossier_free(dossier);
}

static void
tell_photo(struct photo_search *search, size_t at, const char *form, const char *field, const struct id *photo, size_t other, bool same)
{
	const struct twin_house *house = &search->twins->houses[at];
	const struct field *asked = pack_field(app_pack(search->app), field);
	struct county_findings *out = search->out;
	struct county_finding found = { .number = house->number, .root = house->root, .rule = &picture_rule };

	if (!division_covers(search->area, house->division_now))
		return;
	strcpy(found.division, house->division);
	strcpy(found.division_now, house->division_now);
	found.kind = asked ? asked->kind : 0;
	found.text = looks_sentence(search->app, asked ? label_text(&asked->label, _("en")) : field, &search->twins->houses[other].root,
				    same);
	note_author(search->app, form, photo, &found);
	MEM_GROW(out->items, out->count, out->cap);
	out->items[out->count++] = found;
}

/* ---- the same bytes */

/* The first other house of a place; false: in none it is asked about. */
static bool
other_house(const struct photo_search *search, const struct place_of_photo *place, size_t *house)
{
	for (size_t k = 0; k < search->count; k++)
		if (search->places[k].house != place->house && !(place->shared && search->places[k].shared)) {
			*house = search->places[k].house;
			return true;
		}
	return false;
}

static void
tell_same(struct photo_search *search)
{
	size_t first = IDMAP_NONE, other;

	for (size_t i = 0; i < search->count; i++) {
		const struct place_of_photo *place = &search->places[i];
		const struct form *form = pack_form(app_pack(search->app), place->form);
		size_t node;

		if (!form || search->judged[form - app_pack(search->app)->forms] || !other_house(search, place, &other))
			continue;
		node = node_of(search, place->house, place->form, place->field, &search->photo);
		if (!search->nodes[node].told)
			tell_photo(search, place->house, place->form, place->field, &search->photo, other, true);
		search->nodes[node].told = true;
		if (first == IDMAP_NONE)
			first = node;
		unite(search, node, first);
	}
	search->count = 0;
}

static bool
on_held(const struct held_photo *held, void *ctx)
{
	struct photo_search *search = ctx;
	size_t at = idmap_get(&search->twins->by_root, held->root);
	struct place_of_photo *place;

	if (at == IDMAP_NONE || !search->twins->houses[at].stands)
		return true; /* gone, or counted as another */
	if (search->count && !id_equal(&search->photo, held->photo))
		tell_same(search);
	search->photo = *held->photo;
	MEM_GROW(search->places, search->count, search->cap);
	place = &search->places[search->count++];
	*place = (struct place_of_photo){ .house = at, .shared = held->shared };
	snprintf(place->form, sizeof(place->form), "%s", held->form);
	snprintf(place->field, sizeof(place->field), "%s", held->field);
	return true;
}

/* ---- what looks alike */

static enum status
looks_of(struct photo_search *search, size_t at, const struct house_looks **out, struct err *err)
{
	struct house_looks *looks = &search->looks[at];
	enum status status = STATUS_OK;

	if (!looks->read)
		status = store_looks_of(app_store(search->app), search->twins->houses[at].number, &looks->items, &looks->count, err);
	looks->read = !status;
	*out = looks;
	return status;
}

/* Tells two photos of each other unless both were told of and are known to be alike by others: n that look alike are told n times, and no two that nothing
 * else brings together are left out. */
static void
tell_two(struct photo_search *search, size_t a, const struct named_look *one, size_t b, const struct named_look *other)
{
	size_t left = node_of(search, a, one->form, one->field, &one->photo),
	       right = node_of(search, b, other->form, other->field, &other->photo);
	bool left_told = search->nodes[left].told, right_told = search->nodes[right].told;
	bool both = left_told && right_told;

	if (both && top_of(search, left) == top_of(search, right))
		return;
	if (!left_told || both)
		tell_photo(search, a, one->form, one->field, &one->photo, b, false);
	if (!right_told || both)
		tell_photo(search, b, other->form, other->field, &other->photo, a, false);
	search->nodes[left].told = search->nodes[right].told = true;
	unite(search, left, right);
}

static enum status
tell_alike(struct photo_search *search, size_t a, size_t b, struct err *err)
{
	const struct twin_house *house = &search->twins->houses[a], *second = &search->twins->houses[b];
	int most = strcmp(house->division, second->division) == 0 ? PHOTO_ALIKE : PHOTO_ALIKE_FAR;
	const struct house_looks *looks, *others;
	enum status status = looks_of(search, a, &looks, err);

	if (!status)
		status = looks_of(search, b, &others, err);
	for (size_t i = 0; !status && i < looks->count; i++)
		for (size_t k = 0; k < others->count; k++)
			if (!id_equal(&looks->items[i].photo, &others->items[k].photo) &&
			    photo_look_apart(looks->items[i].look, others->items[k].look) <= most)
				tell_two(search, a, &looks->items[i], b, &others->items[k]);
	return status;
}

/* Was this pair compared? A pair may stand several times. */
static bool
is_compared(struct photo_search *search, size_t a, size_t b)
{
	const size_t both[2] = { a < b ? a : b, a < b ? b : a };
	struct id name;

	hash_bytes(both, sizeof(both), &name);
	if (idmap_get(&search->pairs, &name) != IDMAP_NONE)
		return true;
	idmap_put(&search->pairs, &name, 1);
	return false;
}

static void
search_release(struct photo_search *search)
{
	for (size_t i = 0; i < search->twins->count; i++)
		free(search->looks[i].items);
	free(search->looks);
	free(search->judged);
	free(search->places);
	free(search->nodes);
	idmap_release(&search->by_place);
	idmap_release(&search->pairs);
}

enum status
photo_findings_add(struct app *app, const char *area, struct county_findings *out, struct err *err)
{
	struct twins *twins = twins_of(app);
	struct photo_search search = { .app = app, .twins = twins, .area = area, .out = out };
	enum status status = twins_list(app, twins, err);

	search.looks = mem_array(twins->count + 1, sizeof(*search.looks));
	search.judged = judged_by_rules(app);
	if (!status)
		status = twins_find_alike(app, twins, err);
	if (!status)
		status = store_each_held_photo(app_store(app), &twins->several, on_held, &search, err);
	if (!status)
		tell_same(&search);
	for (size_t i = 0; i < twins->alike_count && !status; i++) {
		size_t a = twins->alike[i].a, b = twins->alike[i].b;

		if (!is_compared(&search, a, b) && !twin_are_apart(app, &twins->houses[a], &twins->houses[b]))
			status = tell_alike(&search, a, b, err);
	}
	search_release(&search);
	return status;
}
