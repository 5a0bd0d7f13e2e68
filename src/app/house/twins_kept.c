#include "app/house/twins_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/buf.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/beside/local.h"
#include "store/store.h"

/* What was read of a village's houses, kept beside the file for the next sitting: without it the first house that is filled in each sitting costs
 * the opening of all its neighbours. It is sealed with the village's key, as what it was read from is, and what does not fit is read again: another
 * pack, another state of a house, another way to write this down. */

#define KEPT_NAME "read %s"	      /* the village */
#define KEPT_HEAD 0x6c6f756365303032u /* of this way to write it, in the order of this machine's bytes */
#define KEPT_FROM 20		      /* houses read since it was written: fewer are read again at less cost than all are written */

/* ---- writing */

static void
put(struct buf *out, const void *bytes, size_t len)
{
	if (len)
		buf_add(out, bytes, len);
}

static void
put_number(struct buf *out, uint64_t number)
{
	put(out, &number, sizeof(number));
}

static void
put_house(struct buf *out, const struct twin_house *house)
{
	put(out, &house->root, sizeof(house->root));
	put(out, &house->state, sizeof(house->state));
	put_number(out, house->has_door);
	put_number(out, house->owner);
	put_number(out, house->count - house->number_count);
	for (size_t i = house->number_count; i < house->count; i++) {
		put_number(out, house->marks[i].clue);
		put_number(out, house->marks[i].hash);
	}
	put_number(out, house->answer_count);
	put(out, house->answers, house->answer_count * sizeof(*house->answers));
	put_number(out, house->paper_count);
	put(out, house->papers, house->paper_count * sizeof(*house->papers));
}

void
twins_keep(struct app *app)
{
	struct twins *twins = app_is_unlocked(app) ? app_kept(app, APP_KEEP_TWINS) : NULL;
	struct buf plain = { .secret = true }, box = { 0 }, bytes = { 0 };
	struct data_key key = { 0 };
	struct err ignored = { 0 };
	struct id commit, named;
	char *name;

	if (!twins || twins->unkept < KEPT_FROM || !app_local(app) || !vault_has_key(app, twins->unkept_village, &key))
		return;
	put_number(&plain, KEPT_HEAD);
	put(&plain, store_pack_id(app_store(app)), ID_BYTES);
	for (size_t i = 0; i < twins->count; i++)
		if (twins->houses[i].stands && twins->houses[i].opened && strcmp(twins->houses[i].division, twins->unkept_village) == 0)
			put_house(&plain, &twins->houses[i]);
	private_seal(&key, plain.data, plain.len, &commit, &box, &named);
	put(&bytes, &commit, sizeof(commit));
	put(&bytes, box.data, box.len);
	name = mem_printf(KEPT_NAME, twins->unkept_village);
	/* Where it cannot be written the houses are read again next time, and nothing else is wrong. */
	if (!local_keep(app_local(app), name, bytes.data, bytes.len, &ignored))
		twins->unkept = 0;
	free(name);
	secret_zero(&key, sizeof(key));
	buf_release(&plain);
	buf_release(&box);
	buf_release(&bytes);
}

/* ---- reading */

struct kept_reading {
	const char *at;
	size_t left;
	bool cut; /* more was asked for than is there */
};

static void
take(struct kept_reading *reading, void *out, size_t len)
{
	memset(out, 0, len);
	reading->cut |= len > reading->left;
	if (reading->cut)
		return;
	memcpy(out, reading->at, len);
	reading->at += len;
	reading->left -= len;
}

static uint64_t
take_number(struct kept_reading *reading)
{
	uint64_t number;

	take(reading, &number, sizeof(number));
	return number;
}

/* Reads a count and as many numbers: into the list, or, where the house is not wanted, past them. */
static void
take_list(struct kept_reading *reading, bool wanted, uint64_t **list, size_t *count, size_t *cap)
{
	uint64_t left = take_number(reading), number;

	while (left-- && !reading->cut) {
		number = take_number(reading);
		if (!wanted || reading->cut)
			continue;
		MEM_GROW(*list, *count, *cap);
		(*list)[(*count)++] = number;
	}
}

/* A house that changed since, or was read in this sitting, keeps what it has. */
static struct twin_house *
find_unread(struct twins *twins, const struct id *root, const struct id *state, const char *village)
{
	size_t at = idmap_get(&twins->by_root, root);
	struct twin_house *house = at == IDMAP_NONE ? NULL : &twins->houses[at];

	return house && house->stands && !house->opened && id_equal(&house->state, state) && strcmp(house->division, village) == 0 ? house
																   : NULL;
}

static void
take_house(struct kept_reading *reading, struct twins *twins, const char *village)
{
	struct twin_house unwanted = { 0 }, *house;
	struct id root, state;
	uint64_t marks;

	take(reading, &root, sizeof(root));
	take(reading, &state, sizeof(state));
	house = find_unread(twins, &root, &state, village);
	if (!house)
		house = &unwanted;
	house->count = house->number_count;
	house->answer_count = house->paper_count = 0;
	house->has_door = take_number(reading);
	house->owner = take_number(reading);
	for (marks = take_number(reading); marks && !reading->cut; marks--) {
		struct twin_mark mark = { .clue = (enum twin_clue)take_number(reading) };

		mark.hash = take_number(reading);
		reading->cut |= mark.clue >= TWIN_CLUE_COUNT;
		if (house == &unwanted || reading->cut)
			continue;
		MEM_GROW(house->marks, house->count, house->cap);
		house->marks[house->count++] = mark;
	}
	take_list(reading, house != &unwanted, &house->answers, &house->answer_count, &house->answer_cap);
	take_list(reading, house != &unwanted, &house->papers, &house->paper_count, &house->paper_cap);
	house->opened = !reading->cut;
}

/* Opens what was kept; false: there is none, or this person holds no key to it. */
static bool
open_kept(struct app *app, const char *village, struct buf *plain)
{
	char *name = mem_printf(KEPT_NAME, village);
	const struct data_key *key = NULL;
	struct buf bytes = { 0 };
	struct err ignored = { 0 };
	struct id commit, key_id;
	bool open = !local_kept(app_local(app), name, &bytes, &ignored) && bytes.len > ID_BYTES &&
		    private_key_id(bytes.data + ID_BYTES, bytes.len - ID_BYTES, &key_id);

	if (open)
		key = vault_held(app, &key_id);
	if (open && key)
		memcpy(commit.b, bytes.data, ID_BYTES);
	open = open && key && !private_open(key, &commit, bytes.data + ID_BYTES, bytes.len - ID_BYTES, plain, &ignored);
	buf_release(&bytes);
	free(name);
	return open;
}

void
twins_take_kept(struct app *app, struct twins *twins, const char *village)
{
	struct buf plain = { .secret = true };
	struct kept_reading reading;
	size_t unread = 0;
	struct id pack;

	for (size_t i = 0; i < twins->count; i++)
		unread += twins->houses[i].stands && !twins->houses[i].opened && strcmp(twins->houses[i].division, village) == 0;
	if (unread < KEPT_FROM || !app_local(app) || !open_kept(app, village, &plain))
		goto out;
	reading = (struct kept_reading){ plain.data, plain.len, false };
	if (take_number(&reading) != KEPT_HEAD)
		goto out;
	take(&reading, &pack, sizeof(pack));
	while (!reading.cut && id_equal(&pack, store_pack_id(app_store(app))) && reading.left)
		take_house(&reading, twins, village);
out:
	buf_release(&plain);
}
