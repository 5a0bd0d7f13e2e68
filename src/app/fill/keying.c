#include "app/fill/keying.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/house/rights.h"
#include "app/house/slots.h"
#include "app/session/act.h"
#include "app/session/page_draft.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/houses/building.h"
#include "store/dossier/dossier.h"
#include "store/store.h"

/* A printed list that is keyed: which there are, its rows in the order of the paper, and what is keyed and kept. */

/* ---- what was printed */

struct print_visit {
	struct app *app;
	const char *serial; /* NULL: any */
	void (*found)(struct print_visit *visit, const struct dossier *dossier, const char *paper, const char *serial, size_t number);
	const char *lang;
	struct keying_print *prints;
	size_t count, cap;
	struct keying *keying;
	struct id pack;	  /* under which the list was printed that was found last */
	struct id *roots; /* of the village */
	size_t root_count, root_cap;
};

static bool
note_house(const struct building_row *row, void *ctx)
{
	struct print_visit *visit = ctx;

	MEM_GROW(visit->roots, visit->root_count, visit->root_cap);
	visit->roots[visit->root_count++] = row->root;
	return true;
}

/* The row on the paper stands behind the division in what the print is of; 0: none, it is no such list. */
static size_t
row_of(const char *of)
{
	const char *space = of ? strchr(of, ' ') : NULL;

	return space ? (size_t)strtoul(space + 1, NULL, 10) : 0;
}

static void
visit_prints(struct print_visit *visit, const struct dossier *dossier)
{
	const struct pack *pack = app_pack(visit->app);
	const struct paper_prints *prints = &pack->prints;
	size_t count;
	const struct flow_slot **slots = house_slots(dossier, prints->form, &count);

	for (size_t i = 0; i < count; i++) {
		const struct step *step = dossier->steps[slots[i]->heads[0]].step;
		const struct value *data = &step->data;
		const char *what = value_get_text(data, prints->what->name), *serial = value_get_text(data, prints->serial->name);
		const struct pack_paper *paper = what ? pack_paper(pack, what) : NULL;
		size_t number = row_of(value_get_text(data, prints->of->name));

		if (paper && paper_keyed_block(paper) && serial && number && (!visit->serial || strcmp(serial, visit->serial) == 0)) {
			visit->pack = step->pack;
			visit->found(visit, dossier, what, serial, number);
		}
	}
	free(slots);
}

static enum status
visit_village(struct print_visit *visit, const char *village, struct err *err)
{
	struct store *store = app_store(visit->app);
	enum status status = STATUS_OK;

	if (!app_pack(visit->app) || !app_pack(visit->app)->prints.form)
		return err_set(err, STATUS_NOT_FOUND, _("the form pack in force has no papers"));
	act_reads_begin(visit->app);
	status = store_each_building(store, village, note_house, visit, err);
	for (size_t i = 0; i < visit->root_count && !status; i++) {
		struct dossier *dossier = NULL;

		status = dossier_load(store, &visit->roots[i], NULL, &dossier, err);
		if (!status)
			visit_prints(visit, dossier);
		dossier_free(dossier);
	}
	free(visit->roots);
	return act_reads_end(visit->app, status, err);
}

static void
count_print(struct print_visit *visit, const struct dossier *dossier, const char *paper, const char *serial, size_t number)
{
	const struct pack_paper *known = pack_paper(app_pack(visit->app), paper);

	(void)dossier, (void)number;
	for (size_t i = 0; i < visit->count; i++)
		if (strcmp(visit->prints[i].serial, serial) == 0) {
			visit->prints[i].houses++;
			return;
		}
	MEM_GROW(visit->prints, visit->count, visit->cap);
	visit->prints[visit->count++] = (struct keying_print){ .serial = mem_strdup(serial),
							       .paper = mem_strdup(paper),
							       .title = mem_strdup(label_text(&known->title, visit->lang)),
							       .houses = 1 };
}

/* The day stands in front of a serial. */
static int
newest_first(const void *a, const void *b)
{
	return strcmp(((const struct keying_print *)b)->serial, ((const struct keying_print *)a)->serial);
}

enum status
keying_prints(struct app *app, const char *village, const char *lang, struct keying_print **out, size_t *count, struct err *err)
{
	struct print_visit visit = { .app = app, .lang = lang, .found = count_print };
	enum status status = visit_village(&visit, village, err);

	if (status) {
		keying_prints_free(visit.prints, visit.count);
		return status;
	}
	if (visit.count)
		qsort(visit.prints, visit.count, sizeof(*visit.prints), newest_first);
	*out = visit.prints;
	*count = visit.count;
	return STATUS_OK;
}

void
keying_prints_free(struct keying_print *prints, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(prints[i].serial);
		free(prints[i].paper);
		free(prints[i].title);
	}
	free(prints);
}

/* ---- its rows */

static void
add_row(struct print_visit *visit, const struct dossier *dossier, const char *paper, const char *serial, size_t number)
{
	struct keying *keying = visit->keying;
	struct keying_row *row;

	(void)paper, (void)serial;
	for (size_t i = 0; i < keying->row_count; i++)
		if (id_equal(&keying->rows[i].root, &dossier->root))
			return;
	keying->rows = mem_resize(keying->rows, keying->row_count + 1, sizeof(*keying->rows));
	row = &keying->rows[keying->row_count++];
	*row = (struct keying_row){ .root = dossier->root, .number = number, .cells = mem_alloc(keying->column_count + 1) };
}

static int
by_number(const void *a, const void *b)
{
	size_t x = ((const struct keying_row *)a)->number, y = ((const struct keying_row *)b)->number;

	return (x > y) - (x < y);
}

/* ---- what is kept */

static char *
kept_name(const struct keying *keying)
{
	return mem_printf("keying:%s", keying->serial);
}

bool
keying_keep(const struct keying *keying)
{
	struct value kept = value_object(), rows = value_object();
	char *name = kept_name(keying), hex[ID_HEX_LEN + 1];
	bool is_kept;

	for (size_t i = 0; i < keying->row_count; i++) {
		const struct keying_row *row = &keying->rows[i];
		char *cells = mem_alloc(keying->column_count + 1);
		bool any = false;

		for (size_t c = 0; c < keying->column_count; c++) {
			cells[c] = row->cells[c] ? row->cells[c] : '-';
			any |= row->cells[c] && row->state != KEYING_SIGNED;
		}
		if (any)
			value_set_text(&rows, id_hex(&row->root, hex), cells);
		free(cells);
	}
	if (rows.object.count) {
		value_set_text(&kept, "day", keying->day);
		value_set_take(&kept, "rows", rows);
	} else {
		value_release(&rows);
	}
	is_kept = page_draft_put(keying->app, name, &kept) || !kept.object.count;
	value_release(&kept);
	free(name);
	return is_kept;
}

static void
take_kept(struct keying *keying)
{
	char *name = kept_name(keying), hex[ID_HEX_LEN + 1];
	struct value kept = { 0 };
	const char *day;

	if (page_draft_get(keying->app, name, &kept)) {
		day = value_get_text(&kept, "day");
		if (day && clock_days(day) != INT64_MIN)
			keying_set_day(keying, day);
		for (size_t i = 0; i < keying->row_count; i++) {
			const struct value *rows = value_get(&kept, "rows");
			const char *cells = rows ? value_get_text(rows, id_hex(&keying->rows[i].root, hex)) : NULL;

			for (size_t c = 0; cells && c < keying->column_count && cells[c]; c++)
				if (cells[c] != '-')
					(void)keying_set(keying, i, c, cells[c]);
		}
		value_release(&kept);
	}
	free(name);
}

/* ---- keying */

/* What the house is called within its village. Caller frees. */
static char *
words_of(const struct keying *keying, const struct id *root)
{
	const struct division *village = pack_division(app_pack(keying->app), keying->village);
	char *words = app_building_place(keying->app, root);
	size_t len = village ? strlen(village->name) : 0;

	if (len && strncmp(words, village->name, len) == 0 && words[len] == ' ')
		memmove(words, words + len + 1, strlen(words + len + 1) + 1);
	return words;
}

/* The forms that the person may not sign here are said before anything is keyed; where there is no other, nothing is keyed. */
static enum status
note_denied(struct keying *keying, struct err *err)
{
	struct buf denied = { 0 };
	enum status first = STATUS_OK;
	size_t may = 0;

	for (size_t i = 0; keying->block && i < keying->block->keyed_count; i++) {
		struct err why = { 0 };
		enum status status = house_area_right(keying->app, keying->block->keyed[i].form, keying->village, &why);

		if (!status) {
			may++;
			continue;
		}
		buf_printf(&denied, "%s%s", denied.len ? "\n" : "", why.text);
		if (!first)
			first = err_set(err, status, "%s", why.text);
	}
	if (may && denied.len)
		keying->denied = buf_detach(&denied);
	buf_release(&denied);
	return may ? STATUS_OK : first;
}

/* What stands on the paper was written below the words of the pack that it was printed under. */
static enum status
check_meaning(const struct keying *keying, const struct id *printed_under, const char *paper, struct err *err)
{
	const struct pack *pack = store_found_pack(app_store(keying->app), printed_under);
	const struct pack_paper *was = pack ? pack_paper(pack, paper) : NULL;
	const struct paper_block *block = was ? paper_keyed_block(was) : NULL;

	if (block && keying->block && paper_keyed_alike(block, keying->block))
		return STATUS_OK;
	return err_set(
		err, STATUS_CONFLICT,
		_("list %s was printed under other forms, in which a box or a digit of it meant something else: fill the form of each "
		  "house on its page, and print a new list"),
		keying->serial);
}

enum status
keying_open(struct app *app, const struct keying_print *print, const char *village, const char *lang, struct keying **out, struct err *err)
{
	struct keying *keying = mem_alloc(sizeof(*keying));
	struct print_visit visit = { .app = app, .serial = print->serial, .found = add_row, .keying = keying };
	enum status status;

	*keying = (struct keying){ .app = app, .lang = lang, .serial = mem_strdup(print->serial) };
	strcpy(keying->village, village);
	clock_date(clock_now_unix(), keying->day);
	keying->paper = pack_paper(app_pack(app), print->paper);
	keying->block = keying->paper ? paper_keyed_block(keying->paper) : NULL;
	if (keying->block) {
		keying->column_count = paper_keyed_columns(keying->block, NULL);
		keying->columns = mem_array(keying->column_count, sizeof(*keying->columns));
		paper_keyed_columns(keying->block, keying->columns);
	}
	status = note_denied(keying, err);
	if (!status)
		status = visit_village(&visit, village, err);
	if (!status && !keying->row_count)
		status = err_set(err, STATUS_NOT_FOUND, _("no house of this village was printed under %s"), print->serial);
	if (!status)
		status = check_meaning(keying, &visit.pack, print->paper, err);
	if (status) {
		keying_free(keying);
		return status;
	}
	qsort(keying->rows, keying->row_count, sizeof(*keying->rows), by_number);
	for (size_t i = 0; i < keying->row_count; i++)
		keying->rows[i].words = words_of(keying, &keying->rows[i].root);
	take_kept(keying);
	*out = keying;
	return STATUS_OK;
}

void
keying_free(struct keying *keying)
{
	if (!keying)
		return;
	for (size_t i = 0; i < keying->row_count; i++) {
		free(keying->rows[i].words);
		free(keying->rows[i].cells);
		free(keying->rows[i].why);
		free(keying->rows[i].heads);
	}
	free(keying->rows);
	free(keying->columns);
	free(keying->serial);
	free(keying->denied);
	free(keying);
}

const char *
keying_digit_words(const struct keying *keying, size_t column, char digit)
{
	const struct keyed_column *known = &keying->columns[column];
	size_t index = (size_t)(digit - '1');

	if (digit < '1' || digit > '9')
		return NULL;
	if (known->box)
		return digit == '1' ? label_text(&known->of->ticked->label, keying->lang) : NULL;
	if (known->field->type == FIELD_BOOLEAN)
		return digit == '1' ? _("yes") : digit == '2' ? _("no") : NULL;
	return index < known->field->list->choice_count ? label_text(&known->field->list->choices[index].label, keying->lang) : NULL;
}

bool
keying_set(struct keying *keying, size_t row, size_t column, char digit)
{
	struct keying_row *at = &keying->rows[row];
	bool any = false;

	if (digit && !keying_digit_words(keying, column, digit))
		return false;
	at->cells[column] = digit;
	for (size_t c = 0; c < keying->column_count; c++)
		any |= at->cells[c] != '\0';
	at->state = any ? KEYING_KEYED : KEYING_NOT;
	free(at->why);
	at->why = NULL;
	at->todo = NULL;
	at->lacks = NULL;
	return true;
}

void
keying_set_day(struct keying *keying, const char *day)
{
	memmove(keying->day, day, sizeof(keying->day) - 1);
	keying->day[sizeof(keying->day) - 1] = '\0';
	for (size_t i = 0; i < keying->row_count; i++)
		if (keying->rows[i].state != KEYING_SIGNED && keying->rows[i].state != KEYING_NOT)
			keying->rows[i].state = KEYING_KEYED;
}
