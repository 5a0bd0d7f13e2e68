#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "step/log.h"
#include "../support/history.h"
#include "store/carrier.h"
#include "store/journal.h"
#include "store/divisions/area.h"
#include "store/store.h"
#include "trust/holders.h"

/* The same random histories, their steps written and signed, put into files: what each transaction derives anew must be what deriving
 * everything at once gives, in whatever order and in however many transactions the steps came.
 *
 * LOUCE_HISTORIES: how many (default 40). */

#define MANY 12

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
	struct signature sig;
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

/* Texts, and lines of a receipt. */
static int
item_cmp(const void *a, const void *b)
{
	const struct value *left = a, *right = b;
	struct log_key one, other;

	if (log_read(left, &one) && log_read(right, &other)) {
		int64_t ahead = value_get_integer(left, "seq", 0) - value_get_integer(right, "seq", 0);
		int order = log_cmp(&one, &other);

		return order ? order : (ahead > 0) - (ahead < 0);
	}
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
	if (value->type == VALUE_LIST && value->list.count) /* ids stand in ascending order, and lines by their logs */
		qsort(value->list.items, value->list.count, sizeof(*value->list.items), item_cmp);
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
	char hex[SEAL_HEX_MAX + 1];

	if (strcmp(history->steps[at].kind, "pack") == 0)
		value_set_take(data, "files", value_copy(&pack->files));
	for (int i = 0; i < PERSONS; i++)
		if (id_equal(&history->credentials[i], &history->ids[at])) {
			sign_key_hex(keys_sign_public(keys[i]), hex);
			value_set_text(data, "sign_key", hex);
			box_key_hex(keys_box_public(keys[i]), hex);
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
	translate(book, &step.after);
	translate(book, &step.root);
	translate(book, &step.author);
	translate(book, &step.pack);
	translate(book, &step.building);
	step.at_unix = 1662000000 + (int64_t)at;
	fill_in(book->history, at, &step.data);
	translate_value(book, &step.data);
	if (step_write(&step, &out->body, &err) ||
	    seal_sign(keys[signer_of(book->history, from)], out->body.data, out->body.len, &out->sig, &err))
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

static enum fate
put_for_fate(struct store *store, const struct written *step)
{
	struct err err = { 0 }, why = { 0 };
	enum fate fate;
	struct id id;

	if (store_put_step(store, step->body.data, step->body.len, &step->sig, &fate, &id, &why, &err))
		fail_msg("%s", err.text);
	assert_true(id_equal(&id, &step->id));
	return fate;
}

static void
put_one(struct store *store, const struct written *step)
{
	assert_int_not_equal(put_for_fate(store, step), FATE_REFUSED);
}

static int64_t signed_once; /* of the file asked last: buildings signed at one level or more */

static void
count_unsigned(const char *level, void *ctx)
{
	*(int64_t *)ctx += level == NULL;
}

static struct area_status
status_of(struct store *store)
{
	const struct pack *in_force = store_pack(store);
	struct area_status status;
	int64_t not_signed = 0;
	struct err err = { 0 };

	if (store_area_status(store, "", &status, &err) ||
	    (in_force && store_area_levels(store, "", in_force->chains[0].name, count_unsigned, &not_signed, &err)))
		fail_msg("%s", err.text);
	signed_once = in_force ? status.buildings - not_signed : 0;
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

/* Those that this side has. The third lacks some that others name: a stick was lost, and what a receipt names may not be here. */
static size_t
set_of(struct history *history, int side, size_t *order)
{
	size_t count = 0;

	for (size_t i = 0; i < history->count; i++) {
		enum step_kind kind = step_kind_of(history->steps[i].kind);
		bool may_lack = kind == STEP_FORM || kind == STEP_SIGNOFF || kind == STEP_WITHDRAWAL;

		if (side == 0 || (side == 1 && history->laptops[1].knows[i]) || (side == 2 && (!may_lack || history_below(history, 4))))
			order[count++] = i;
	}
	return count;
}

/* The county's set, a village's and one that lacks some; each at once and rebuilt, and in several orders. */
static void
converges(struct history *history, const struct book *book, size_t number, size_t *levels)
{
	static const char *const last[] = { "", "receipt", "revocation", "signoff", "" };

	for (int side = 0; side < 3; side++) {
		size_t order[STEPS], count = set_of(history, side, order);
		struct area_status first, again;

		first = take_in(history, book, order, count, STEPS, 0, true);
		*levels += (size_t)signed_once;
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
	const char *wanted = getenv("LOUCE_HISTORIES"), *from = getenv("LOUCE_FROM");
	size_t count = wanted ? (size_t)atoll(wanted) : MANY, first = from ? (size_t)atoll(from) : 0, levels = 0;
	struct history *history = mem_alloc(sizeof(*history));
	struct book *book = mem_alloc(sizeof(*book));

	(void)state;
	for (size_t i = first; i < first + count; i++) {
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

/* ---- a fork, and receipts whose tips are not here */

static bool
same_place(const struct step *a, const struct step *b)
{
	struct log_key left, right;

	return log_of_step(a, &left) && log_of_step(b, &right) && log_equal(&left, &right) && a->seq == b->seq;
}

static bool
forks(const struct history *history)
{
	for (size_t i = 0; i < history->count; i++)
		for (size_t k = 0; k < i; k++)
			if (same_place(&history->steps[i], &history->steps[k]))
				return true;
	return false;
}

static size_t
last_of(const struct history *history, enum step_kind kind)
{
	for (size_t i = history->count; i-- > 0;)
		if (step_kind_of(history->steps[i].kind) == kind)
			return i;
	return STEPS;
}

/* A form that no receipt covers and nothing follows in its log; STEPS: there is none. */
static size_t
uncovered_form(const struct history *history)
{
	for (size_t i = 0; i < history->count; i++) {
		const struct step *step = &history->steps[i];
		struct log_key log, named;
		bool fits = step_kind_of(step->kind) == STEP_FORM && log_of_step(step, &log);

		for (size_t k = 0; k < history->count && fits; k++) {
			const struct step *other = &history->steps[k];
			const struct value *logs = value_get_list(&other->data, "logs");

			fits = !log_of_step(other, &named) || !log_equal(&named, &log) || other->seq <= step->seq;
			for (size_t l = 0; logs && l < logs->list.count && fits; l++)
				fits = !log_read(&logs->list.items[l], &named) || !log_equal(&named, &log) ||
				       value_get_integer(&logs->list.items[l], "seq", 0) < step->seq;
		}
		if (fits)
			return i;
	}
	return STEPS;
}

/* The same once more, under a number of its own. */
static struct step *
append_copy(struct history *history, size_t from)
{
	struct step *copy = &history->steps[history->count];

	*copy = history->steps[from];
	copy->data = value_copy(&history->steps[from].data);
	copy->parents = mem_array(copy->parent_count, sizeof(*copy->parents));
	if (copy->parent_count)
		memcpy(copy->parents, history->steps[from].parents, copy->parent_count * sizeof(*copy->parents));
	history->ids[history->count] = history->ids[from];
	history->ids[history->count].b[5] ^= (uint8_t)(0x80 | history->count);
	history->count++;
	return copy;
}

/* Behind the receipt `from`. */
static void
append_receipt(struct history *history, size_t from, const struct step *of, int64_t seq, const struct id *tip)
{
	struct step *receipt = append_copy(history, from);
	struct value logs = value_list(), line = value_object(), prior = value_list();
	struct log_key log;
	char hex[ID_HEX_LEN + 1];

	receipt->seq += 1000; /* far behind its log */
	log_of_step(of, &log);
	log_write(&log, &line);
	value_set_integer(&line, "seq", seq);
	value_set_text(&line, "tip", id_hex(tip, hex));
	value_append_take(&logs, line);
	value_append_take(&prior, value_text(id_hex(&history->ids[from], hex)));
	value_set_take(&receipt->data, "prior", prior);
	value_set_take(&receipt->data, "logs", logs);
}

/* One receipt goes further but names a tip that is not here, so it decides nothing; the next covers no place anew, and decides. */
static void
receipt__settles_a_fork__though_it_covers_nothing_anew(void **state)
{
	const struct id nowhere = { { 7 } };
	struct history *history = mem_alloc(sizeof(*history));
	struct book *book = mem_alloc(sizeof(*book));
	size_t mattered = 0;

	(void)state;
	for (size_t number = 0; number < 400 && mattered < 3; number++) {
		struct area_status before, after, rebuilt;
		size_t order[STEPS], form, receipt;

		history_live(history, pack, number);
		while (history->count > STEPS - 16) /* room for ours */
			step_release(&history->steps[--history->count]);
		form = uncovered_form(history);
		receipt = last_of(history, STEP_RECEIPT);
		if (!forks(history) && form < STEPS && receipt < STEPS) {
			append_copy(history, form);
			append_receipt(history, receipt, &history->steps[form], history->steps[form].seq + 1, &nowhere);
			append_receipt(history, history->count - 1, &history->steps[form], history->steps[form].seq, &history->ids[form]);
			for (size_t i = 0; i < history->count; i++)
				order[i] = i;
			book_write(book, history);
			before = take_in(history, book, order, history->count - 1, STEPS, 0, false);
			after = take_in(history, book, order, history->count, STEPS, 1, false);
			rebuilt = take_in(history, book, order, history->count, STEPS, 0, true);
			mattered += !id_equal(&before.hash, &rebuilt.hash);
			if (!id_equal(&after.hash, &rebuilt.hash))
				fail_msg("history %zu: a rebuild shows another state", number);
			book_release(book);
		}
		history_release(history);
	}
	free(history);
	free(book);
	assert_true(mattered > 0);
}

/* ---- what waits */

static struct store *
new_store(void)
{
	struct store *store = NULL;
	struct err err = { 0 };

	unlink(file);
	if (store_create(file, &err) || store_open(file, STORE_WRITE, &store, &err) || store_begin(store, &err))
		fail_msg("%s", err.text);
	return store;
}

/* A credential that this one issues (NULL: by itself), all of one key. */
static void
write_credential(const struct id *issuer, int64_t seq, struct written *out)
{
	struct step step = { .seq = seq, .epoch = 1, .at_unix = STEP_AT_MIN, .has_author = issuer != NULL, .data = value_object() };
	struct value areas = value_list(), issues = value_list();
	char key[SEAL_HEX_MAX + 1];
	struct err err = { 0 };

	*out = (struct written){ 0 };
	strcpy(step.kind, "credential");
	value_append_take(&areas, value_text("451224"));
	value_append_take(&issues, value_text("clerk"));
	value_set_take(&step.data, "areas", areas);
	value_set_take(&step.data, "issues", issues); /* or the next would be refused */
	if (issuer)
		step.author = *issuer;
	step.has_prev = seq > 1;
	value_set_text(&step.data, "person", "000000000000000000000000000000aa");
	value_set_text(&step.data, "name", "A");
	value_set_text(&step.data, "role", "clerk");
	sign_key_hex(keys_sign_public(keys[0]), key);
	value_set_text(&step.data, "sign_key", key);
	box_key_hex(keys_box_public(keys[0]), key);
	value_set_text(&step.data, "box_key", key);
	if (step_write(&step, &out->body, &err) || seal_sign(keys[0], out->body.data, out->body.len, &out->sig, &err))
		fail_msg("%s", err.text);
	step_id(out->body.data, out->body.len, &out->id);
	step_release(&step);
}

/* By the officer of whom this is the credential. */
static void
write_genesis(const struct id *officer, struct written *out)
{
	struct step step = { .seq = 1, .epoch = 1, .at_unix = STEP_AT_MIN, .has_author = true, .author = *officer, .data = value_object() };
	struct value officers = value_list();
	char hex[ID_HEX_LEN + 1];
	struct err err = { 0 };

	*out = (struct written){ 0 };
	strcpy(step.kind, "genesis");
	value_append_take(&officers, value_text(id_hex(officer, hex)));
	value_set_text(&step.data, "county", "451224");
	value_set_text(&step.data, "name", "A");
	value_set_take(&step.data, "officers", officers);
	value_set_integer(&step.data, "threshold", 1);
	value_set_text(&step.data, "receiver", "000000000000000000000000000000aa");
	if (step_write(&step, &out->body, &err) || seal_sign(keys[0], out->body.data, out->body.len, &out->sig, &err))
		fail_msg("%s", err.text);
	step_id(out->body.data, out->body.len, &out->id);
	step_release(&step);
}

#define CHAIN 20000

static void
credentials__are_let_in__however_many_wait_for_each_other(void **state)
{
	struct written *chain = mem_array(CHAIN, sizeof(*chain));
	struct store *store = new_store();
	struct written genesis;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < CHAIN; i++)
		write_credential(i ? &chain[i - 1].id : NULL, (int64_t)i + 1, &chain[i]);
	/* The newest first: the room for what waits is bounded, so only the last of them can wait, and are let in by the genesis. */
	for (size_t i = CHAIN; i-- > 0;)
		assert_int_equal(put_for_fate(store, &chain[i]), i ? FATE_PENDING : FATE_REQUEST);
	assert_int_equal(store_pending_count(store), CARRIER_ROWS_MAX);
	write_genesis(&chain[0].id, &genesis);
	assert_int_equal(put_for_fate(store, &genesis), FATE_STORED);
	assert_int_equal(store_pending_count(store), 0);
	for (size_t i = 0; i < CHAIN; i++)
		assert_int_equal(put_for_fate(store, &chain[i]), i <= CARRIER_ROWS_MAX ? FATE_KNOWN : FATE_STORED);
	if (store_commit(store, &err)) /* where the last is judged by the first */
		fail_msg("%s", err.text);
	assert_int_equal(store_step_count(store), CHAIN + 1);
	assert_int_equal(trust_credential(store_trust(store), &chain[0].id)->reason, TRUST_COUNTS);
	assert_int_not_equal(trust_credential(store_trust(store), &chain[CHAIN - 1].id)->reason, TRUST_COUNTS);
	store_close(store);
	buf_release(&genesis.body);
	for (size_t i = 0; i < CHAIN; i++)
		buf_release(&chain[i].body);
	free(chain);
}

/* Nobody has verified what waits: a forged one that came first neither stands for the right one nor keeps it out. */
static void
waiting_step__under_a_wrong_signature__does_not_stand_for_the_right_one(void **state)
{
	struct written first, right, forged, genesis;
	struct store *store = new_store();

	(void)state;
	write_credential(NULL, 1, &first);
	write_genesis(&first.id, &genesis);
	write_credential(&first.id, 2, &right);
	forged = right;
	forged.sig.b[0] ^= 1;
	assert_int_equal(put_for_fate(store, &forged), FATE_PENDING);
	assert_int_equal(put_for_fate(store, &forged), FATE_KNOWN);
	assert_int_equal(put_for_fate(store, &right), FATE_PENDING); /* beside the forged one */
	assert_int_equal(put_for_fate(store, &first), FATE_REQUEST);
	assert_int_equal(store_pending_count(store), 2);
	assert_int_equal(put_for_fate(store, &genesis), FATE_STORED);
	assert_int_equal(store_pending_count(store), 0);
	assert_int_equal(put_for_fate(store, &right), FATE_KNOWN);
	assert_int_equal(put_for_fate(store, &forged), FATE_REFUSED);
	store_rollback(store);
	store_close(store);
	buf_release(&first.body);
	buf_release(&right.body);
	buf_release(&genesis.body);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(receipt__settles_a_fork__though_it_covers_nothing_anew),
		cmocka_unit_test(credentials__are_let_in__however_many_wait_for_each_other),
		cmocka_unit_test(waiting_step__under_a_wrong_signature__does_not_stand_for_the_right_one),
		cmocka_unit_test(files__show_the_same_state__whatever_the_order),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
