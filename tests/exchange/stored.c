#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../sanitizer.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "history.h"
#include "store/store.h"

/* The same random histories, their steps written and signed, put into files: what each transaction derives anew must be what deriving
 * everything at once gives, in whatever order and in however many transactions the steps came.
 *
 * LOUCE_HISTORIES: how many (default 40). */

#define MANY (UNDER_SANITIZER ? 10 : 40)

static struct pack *pack;
static struct keys *keys[PERSONS];
static char *dir, *file;
static struct buf empty; /* a new file's bytes */

static int
load(void **state)
{
	const char *source = getenv("LOUCE_SRC"), *tmp = getenv("TMPDIR");
	char *forms = mem_printf("%s/tests/data/packs/history", source ? source : ".");
	struct err err = { 0 };

	(void)state;
	dir = mem_printf("%s/stored-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(dir))
		return -1;
	file = file_join(dir, "w.louce");
	if (seal_init(&err) || pack_load(forms, &pack, NULL, &err) || store_create(file, &err) || file_read(file, 1 << 20, &empty, &err))
		fail_msg("%s", err.text);
	for (int i = 0; i < PERSONS; i++)
		keys[i] = keys_new();
	free(forms);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	for (int i = 0; i < PERSONS; i++)
		keys_free(keys[i]);
	pack_free(pack);
	unlink(file);
	rmdir(dir);
	buf_release(&empty);
	free(file);
	free(dir);
	return 0;
}

/* ---- writing a history down */

struct written {
	struct buf body;
	uint8_t sig[SIG_BYTES];
	struct id id;
};

struct book {
	const struct history *history;
	struct written steps[STEPS];
	struct idmap index; /* the history's own numbers */
};

/* The number that a step got by being written; one not written yet stays as it was. */
static void
translate(const struct book *book, struct id *id)
{
	size_t at = idmap_get(&book->index, id);

	if (at != IDMAP_NONE)
		*id = book->steps[at].id;
}

static int
text_cmp(const void *a, const void *b)
{
	const struct value *left = a, *right = b;

	return left->type == VALUE_TEXT && right->type == VALUE_TEXT ? strcmp(left->text, right->text) : 0;
}

static void
translate_value(const struct book *book, struct value *value)
{
	char hex[ID_HEX_LEN + 1];
	struct id id;

	if (value->type == VALUE_TEXT && strlen(value->text) == ID_HEX_LEN && id_from_hex(value->text, &id)) {
		translate(book, &id);
		memcpy(value->text, id_hex(&id, hex), ID_HEX_LEN);
	}
	for (size_t i = 0; value->type == VALUE_LIST && i < value->list.count; i++)
		translate_value(book, &value->list.items[i]);
	if (value->type == VALUE_LIST && value->list.count) /* numbers stand in ascending order */
		qsort(value->list.items, value->list.count, sizeof(*value->list.items), text_cmp);
	for (size_t i = 0; value->type == VALUE_OBJECT && i < value->object.count; i++)
		translate_value(book, &value->object.members[i].value);
}

static int
signer_of(const struct history *history, const struct step *step)
{
	for (int i = 0; i < PERSONS && step->has_author; i++)
		if (id_equal(&history->credentials[i], &step->author))
			return i;
	return OFFICER; /* whose credential is by himself */
}

/* A credential's keys and a pack's files, which the history leaves open. */
static void
fill_in(const struct history *history, size_t at, struct value *data)
{
	char hex[2 * SIGN_KEY_BYTES + 1];

	if (strcmp(history->steps[at].kind, "pack") == 0)
		value_set_take(data, "files", value_copy(&pack->files));
	for (int i = 0; i < PERSONS; i++)
		if (id_equal(&history->credentials[i], &history->ids[at])) {
			hex_encode(keys_sign_public(keys[i]), SIGN_KEY_BYTES, hex);
			value_set_text(data, "sign_key", hex);
			hex_encode(keys_box_public(keys[i]), BOX_KEY_BYTES, hex);
			value_set_text(data, "box_key", hex);
		}
}

static void
write_step(struct book *book, size_t at)
{
	const struct step *from = &book->history->steps[at];
	struct written *out = &book->steps[at];
	struct step step = *from;
	struct err err = { 0 };

	step.data = value_copy(&from->data);
	step.parents = NULL;
	step.parent_count = 0;
	for (size_t i = 0; i < from->parent_count; i++) {
		struct id parent = from->parents[i];

		translate(book, &parent);
		step_add_parent(&step, &parent);
	}
	translate(book, &step.prev);
	translate(book, &step.author);
	translate(book, &step.pack);
	translate(book, &step.building);
	step.at_unix = 1662000000 + (int64_t)at;
	fill_in(book->history, at, &step.data);
	translate_value(book, &step.data);
	if (step_write(&step, &out->body, &err) ||
	    seal_sign(keys[signer_of(book->history, from)], out->body.data, out->body.len, out->sig, &err))
		fail_msg("%s", err.text);
	step_id(out->body.data, out->body.len, &out->id);
	idmap_put(&book->index, &book->history->ids[at], at);
	step_release(&step);
}

static void
book_write(struct book *book, const struct history *history)
{
	*book = (struct book){ .history = history };
	for (size_t i = 0; i < history->count; i++)
		write_step(book, i);
}

static void
book_release(struct book *book)
{
	for (size_t i = 0; i < book->history->count; i++)
		buf_release(&book->steps[i].body);
	idmap_release(&book->index);
}

/* ---- putting it into a file */

static void
put_one(struct store *store, const struct written *step)
{
	struct err err = { 0 }, why = { 0 };
	enum fate fate;
	struct id id;

	if (store_put_step(store, step->body.data, step->body.len, step->sig, &fate, &id, &why, &err))
		fail_msg("%s", err.text);
	if (fate == FATE_REFUSED)
		fail_msg("%s", why.text);
	assert_true(id_equal(&id, &step->id));
}

static struct area_status
status_of(struct store *store)
{
	struct area_status status;
	struct err err = { 0 };

	if (store_area_status(store, "", &status, &err))
		fail_msg("%s", err.text);
	return status;
}

/* In transactions of up to `pieces` steps, and the last `singly` in one each; now and then the file is closed in between. */
static struct area_status
take_in(struct history *history, const struct book *book, const size_t *order, size_t count, size_t pieces, size_t singly, bool rebuild)
{
	FILE *out = fopen(file, "wb");
	struct store *store = NULL;
	struct area_status status;
	struct err err = { 0 };

	assert_true(out && fwrite(empty.data, 1, empty.len, out) == empty.len && fclose(out) == 0);
	for (size_t i = 0; i < count;) {
		size_t until = i >= count - singly ? i + 1 : i + 1 + history_below(history, pieces);

		if ((!store && store_open(file, STORE_WRITE, &store, &err)) || store_begin(store, &err))
			fail_msg("%s", err.text);
		for (bool one = i >= count - singly; i < count && i < until && one == (i >= count - singly); i++)
			put_one(store, &book->steps[order[i]]);
		if (store_commit(store, &err))
			fail_msg("%s", err.text);
		if (history_below(history, 4) == 0 && i < count) {
			store_close(store);
			store = NULL;
		}
	}
	assert_int_equal(store_pending_count(store), 0);
	if (rebuild && store_rebuild(store, &err))
		fail_msg("%s", err.text);
	status = status_of(store);
	store_close(store);
	unlink(file);
	return status;
}

/* Brings the steps of this kind to the end; returns how many there are. What comes last has nothing behind it that would judge all anew. */
static size_t
put_last(const struct history *history, const char *kind, size_t *order, size_t count)
{
	size_t others = 0, late = 0, last[STEPS];

	for (size_t i = 0; i < count; i++)
		if (strcmp(history->steps[order[i]].kind, kind) == 0)
			last[late++] = order[i];
		else
			order[others++] = order[i];
	memcpy(order + others, last, late * sizeof(*last));
	return late;
}

/* The county's set and a village's; each at once and rebuilt, and in several orders. */
static void
converges(struct history *history, const struct book *book, size_t number, size_t *levels)
{
	static const char *const last[] = { "", "receipt", "revocation", "signoff", "" };

	for (int side = 0; side < 2; side++) {
		size_t order[STEPS], count = 0;
		struct area_status first, again;

		for (size_t i = 0; i < history->count; i++)
			if (side == 0 || history->laptops[1].knows[i])
				order[count++] = i;
		first = take_in(history, book, order, count, STEPS, 0, true);
		for (size_t l = 1; l < ARRAY_LEN(first.by_level); l++)
			*levels += (size_t)first.by_level[l];
		for (size_t round = 0; round < ARRAY_LEN(last); round++) {
			size_t singly;

			history_shuffle(history, order, count);
			singly = put_last(history, last[round], order, count);
			again = take_in(history, book, order, count, 1 + history_below(history, 60), singly, false);
			if (first.buildings != again.buildings || !id_equal(&first.hash, &again.hash))
				fail_msg("history %zu, set %d, order %zu: another order, another state", number, side, round);
		}
	}
}

static void
files__show_the_same_state__whatever_the_order(void **state)
{
	const char *wanted = getenv("LOUCE_HISTORIES");
	size_t count = wanted ? (size_t)atoll(wanted) : MANY, levels = 0;
	struct history *history = mem_alloc(sizeof(*history));
	struct book *book = mem_alloc(sizeof(*book));

	(void)state;
	for (size_t i = 0; i < count; i++) {
		history_live(history, pack, i);
		book_write(book, history);
		converges(history, book, i, &levels);
		book_release(book);
		history_release(history);
	}
	free(history);
	free(book);
	assert_true(levels >= count / 10);
	printf("# %zu histories, %zu buildings signed\n", count, levels);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files__show_the_same_state__whatever_the_order),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
