#include "app/house/twins.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/session/vault.h"
#include "base/buf.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/skeleton.h"
#include "form/pack.h"
#include "seal/seal.h"
#include "store/building.h"
#include "store/dossier.h"
#include "store/store.h"

struct twin_house {
	struct id root;
	struct id owner, place, door; /* hashes: the persons; hamlet and road; what tells it apart there */
	bool has_owner, has_place, has_door;
};

struct twins {
	struct app *app;
	char village[DIVISION_CODE_LEN + 1];
	struct twin_house *houses;
	size_t count, cap;
	struct id told; /* whose words these are; zeros: of none yet */
	bool told_address;
	char *words;
};

/* ---- what tells a house apart */

struct twin_words {
	const struct value *values;
	struct buf owner, place, door;
};

static void
add_skeleton(struct buf *out, const char *text)
{
	char *skeleton = text && strcmp(text, "无") != 0 ? text_skeleton(text) : NULL;

	if (skeleton && *skeleton)
		buf_printf(out, "%s\n", skeleton);
	secret_free(skeleton);
}

/* Persons are the owner; texts that are completed from others are names of places; private ones that are not are the door. */
static bool
add_field(const struct field *field, void *ctx)
{
	struct twin_words *words = ctx;
	const char *text = value_get_text(words->values, field->name);

	if (!text || field->by_act || (field->parent && field->parent->type == FIELD_REPEAT))
		return true;
	if (field->type == FIELD_PERSON)
		add_skeleton(&words->owner, text);
	else if (field->type == FIELD_TEXT && field->complete)
		add_skeleton(&words->place, text);
	else if (field->type == FIELD_TEXT && field->is_private)
		add_skeleton(&words->door, text);
	return true;
}

static bool
take_hash(struct buf *text, struct id *out)
{
	bool has = text->len > 0;

	hash_bytes(buf_text(text), text->len, out);
	if (text->data)
		secret_zero(text->data, text->cap);
	buf_release(text);
	return has;
}

static struct twin_house
house_of(const struct pack *pack, const struct value *values)
{
	struct twin_words words = { .values = values };
	struct twin_house house = { 0 };

	form_each_field(pack->root, add_field, &words);
	house.has_owner = take_hash(&words.owner, &house.owner);
	house.has_place = take_hash(&words.place, &house.place);
	house.has_door = take_hash(&words.door, &house.door);
	return house;
}

static bool
at_one_address(const struct twin_house *a, const struct twin_house *b)
{
	return a->has_place && a->has_door && b->has_door && id_equal(&a->place, &b->place) && id_equal(&a->door, &b->door);
}

static bool
of_one_owner(const struct twin_house *a, const struct twin_house *b)
{
	return a->has_owner && a->has_place && id_equal(&a->owner, &b->owner) && id_equal(&a->place, &b->place) &&
	       (!a->has_door || !b->has_door);
}

/* ---- reading */

static bool
note_root(const struct building_row *row, void *ctx)
{
	struct twins *twins = ctx;

	MEM_GROW(twins->houses, twins->count, twins->cap);
	twins->houses[twins->count++] = (struct twin_house){ .root = row->root };
	return true;
}

static enum status
read_house(struct twins *twins, struct twin_house *house, struct err *err)
{
	const struct pack *pack = app_pack(twins->app);
	struct private_reader reader = vault_reader(twins->app);
	struct dossier *dossier = NULL;
	struct id root = house->root;
	enum status status = dossier_load(app_store(twins->app), &root, &reader, &dossier, err);
	const struct value *values = status ? NULL : dossier_values(dossier, pack->root->name);

	if (values && !(pack->root->gone && value_get(values, pack->root->gone->name)) && !dossier->input.aside_count) {
		*house = house_of(pack, values);
		house->root = root;
	}
	dossier_free(dossier);
	return status;
}

enum status
twins_open(struct app *app, const char *village, struct twins **out, struct err *err)
{
	struct twins *twins = mem_alloc(sizeof(*twins));
	enum status status;

	twins->app = app;
	strncpy(twins->village, village, sizeof(twins->village) - 1);
	status = store_each_building(app_store(app), village, note_root, twins, err);
	for (size_t i = 0; i < twins->count && !status; i++)
		status = read_house(twins, &twins->houses[i], err);
	if (status) {
		twins_free(twins);
		return status;
	}
	*out = twins;
	return STATUS_OK;
}

void
twins_free(struct twins *twins)
{
	if (!twins)
		return;
	free(twins->houses);
	secret_free(twins->words);
	free(twins);
}

const char *
twins_village(const struct twins *twins)
{
	return twins->village;
}

const char *
twins_words(struct twins *twins, const struct value *values, const struct id *except)
{
	struct twin_house house = house_of(app_pack(twins->app), values);
	const struct twin_house *found = NULL;
	bool same_address = false;
	char *place;

	for (size_t i = 0; i < twins->count && !same_address; i++) {
		const struct twin_house *other = &twins->houses[i];

		if (except && id_equal(&other->root, except))
			continue;
		same_address = at_one_address(&house, other);
		if (same_address || (!found && of_one_owner(&house, other)))
			found = other;
	}
	if (!found)
		return NULL;
	if (id_equal(&twins->told, &found->root) && twins->told_address == same_address)
		return twins->words;
	twins->told = found->root;
	twins->told_address = same_address;
	secret_free(twins->words);
	place = app_building_place(twins->app, &found->root);
	twins->words = mem_printf(same_address ? _("\"%s\" stands at this address: is it the same house?")
					       : _("\"%s\" has this owner in one place: is it the same house?"),
				  place);
	secret_free(place);
	return twins->words;
}
