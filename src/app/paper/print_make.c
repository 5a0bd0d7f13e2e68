#include "app/paper/print_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/house/rights.h"
#include "app/session/division.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/houses/building.h"
#include "store/store.h"

/* What is printed: the paper, what it is about, and its blocks. */

/* The paper of this name in the pack in force; an unknown one is answered with those there are. */
static enum status
find_paper(const struct app *app, const char *name, const struct pack_paper **out, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct buf known = { 0 };
	enum status status;

	if (!pack)
		return err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	*out = pack_paper(pack, name);
	if (*out)
		return STATUS_OK;
	for (size_t i = 0; i < pack->paper_count; i++)
		buf_printf(&known, "%s%s (%s)", i ? _(", ") : "", pack->papers[i].name, label_text(&pack->papers[i].title, _("en")));
	status = known.len ? err_set(err, STATUS_NOT_FOUND, _("there is no paper \"%s\"; there are: %s"), name, buf_text(&known))
			   : err_set(err, STATUS_NOT_FOUND, _("the form pack in force has no papers"));
	buf_release(&known);
	return status;
}

/* ---- making */

/* Day and eight digits: nobody types a second one of the same number. */
static void
draw_serial(char out[PAPER_SERIAL_SIZE])
{
	uint8_t drawn[4];
	char day[11];

	clock_date(clock_now_unix(), day);
	random_bytes(drawn, sizeof(drawn));
	snprintf(out, PAPER_SERIAL_SIZE, "%.4s%.2s%.2s-%02x%02x-%02x%02x", day, day + 5, day + 8, drawn[0], drawn[1], drawn[2], drawn[3]);
}

static struct paper_making
begin(const struct printing *printing, struct printed *out)
{
	struct paper_making making = {
		.app = printing->app, .pack = printing->pack, .paper = printing->paper, .lang = printing->ask.lang, .out = out
	};

	if (printing->before && (size_t)(out - printing->papers) < printing->before->count)
		snprintf(making.serial, sizeof(making.serial), "%s", printing->before->serials[out - printing->papers]);
	else
		draw_serial(making.serial);
	snprintf(printing->serials[out - printing->papers], PAPER_SERIAL_SIZE, "%s", making.serial);
	clock_date(clock_now_unix(), making.today);
	out->title = mem_strdup(label_text(&printing->paper->title, making.lang));
	out->serial = mem_strdup(making.serial);
	out->official = printing->paper->official;
	return making;
}

/* Marks what is printed once more as a copy, under the number that it has then. */
static void
mark_again(struct paper_making *making)
{
	paper_take_printed(making);
	if (!making->again)
		return;
	free(making->out->title);
	free(making->out->serial);
	/* Translators: a paper that is printed once more. */
	making->out->title = mem_printf(_("%s (copy)"), label_text(&making->paper->title, making->lang));
	making->out->serial = mem_strdup(making->serial);
}

/* What a print is of: its code, the act that it is a copy of, or where it was printed, with the row of a list that is keyed when it comes back. */
static char *
note_of(const struct paper_making *making, const char *division)
{
	char hex[ID_HEX_LEN + 1];

	if (making->of)
		return mem_strdup(making->of);
	if (making->row)
		return mem_printf("%s %zu", division, making->row);
	return mem_strdup(making->from && making->paper->from->repeat ? id_hex(&making->from->repeat_root, hex) : division);
}

static void
note(struct printing *printing, struct paper_making *making, const struct id *building, const char *division)
{
	struct print_note *out;

	MEM_GROW(printing->notes, printing->note_count, printing->note_cap);
	out = &printing->notes[printing->note_count++];
	*out = (struct print_note){ .building = *building, .of = note_of(making, division), .earlier = making->earlier };
	making->earlier = NULL;
	memcpy(out->serial, making->serial, sizeof(out->serial));
	snprintf(out->division, sizeof(out->division), "%s", division);
}

/* Puts the blocks of the paper together. */
static enum status
add_blocks(struct paper_making *making, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < making->paper->block_count && !status; i++) {
		const struct paper_block *block = &making->paper->blocks[i];

		if (paper_holds(making, &block->when))
			status = paper_add_block(making, block, err);
	}
	return status;
}

static enum status
check_seen(const struct paper_making *making, struct err *err)
{
	return making->hidden ? err_set(err, STATUS_DENIED,
					_("this paper shows \"%s\", which this person must not see before a check of the house is filled"),
					making->hidden)
			      : STATUS_OK;
}

static enum status
make_of_house(struct printing *printing, const struct id *building, struct printed *out, bool *fits, struct err *err)
{
	struct paper_making making = begin(printing, out);
	enum status status = paper_house_open(&making, building, err);

	making.file = printing->ask.file;
	if (!status && printing->ask.copy)
		status = paper_take_copy(&making, printing->ask.copy, err);
	*fits = status || paper_holds(&making, &printing->paper->relevant);
	if (!*fits && printing->ask.listed) {
		paper_house_close(&making);
		return STATUS_OK;
	}

	if (!status)
		status = house_fill_right(printing->app, printing->pack->prints.form, making.dossier, making.dossier->division, err);
	if (!status && !*fits)
		status = err_set(err, STATUS_INVALID, _("the paper \"%s\" is not for this house as it stands"),
				 label_text(&printing->paper->title, making.lang));
	if (!status)
		mark_again(&making);
	if (!status)
		status = add_blocks(&making, err);
	if (!status)
		status = check_seen(&making, err);
	if (!status)
		note(printing, &making, building, making.dossier->division);
	paper_house_close(&making);
	return status;
}

/* May the note about the house be signed? It goes by the village that the house was listed in. */
static enum status
check_right(const struct printing *printing, const struct id *building, char listed[DIVISION_CODE_LEN + 1], struct err *err)
{
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(printing->app), building, NULL, &dossier, err);

	if (!status)
		status = house_fill_right(printing->app, printing->pack->prints.form, dossier, dossier->division, err);
	if (!status)
		strcpy(listed, dossier->division);
	dossier_free(dossier);
	return status;
}

static enum status
make_of_division(struct printing *printing, struct printed *out, struct err *err)
{
	struct paper_making making = begin(printing, out);
	char listed[DIVISION_CODE_LEN + 1] = "";
	enum status status = app_check_area(printing->app, printing->area, err);

	making.division = printing->area;
	if (!status && strlen(making.division) != DIVISION_CODE_LEN)
		status = err_set(err, STATUS_INVALID, _("the paper \"%s\" is about one village: name it"),
				 label_text(&printing->paper->title, making.lang));
	if (!status)
		status = add_blocks(&making, err);
	for (size_t i = 0; i < making.root_count && !status; i++) {
		if (!i || pack_has_moved(printing->pack)) /* all of them were listed in one village, unless that has those of others now */
			status = check_right(printing, &making.roots[i], listed, err);
		making.row = paper_keyed_block(making.paper) ? i + 1 : 0;
		if (!status)
			note(printing, &making, &making.roots[i], listed);
	}
	free(making.roots);
	return status;
}

static enum status
make_of_file(struct printing *printing, struct printed *out, struct err *err)
{
	struct paper_making making = begin(printing, out);
	enum status status;

	making.file = printing->file;
	status = add_blocks(&making, err);
	printing->file_size = making.file_size;
	return status;
}

enum status
print_make(struct printing *printing, struct err *err)
{
	enum status status = STATUS_OK;

	if (printing->paper->about != PAPER_OF_HOUSE) {
		printing->papers = mem_array(1, sizeof(*printing->papers));
		printing->serials = mem_array(1, sizeof(*printing->serials));
		printing->count = 1;
		return printing->paper->about == PAPER_OF_FILE ? make_of_file(printing, printing->papers, err)
							       : make_of_division(printing, printing->papers, err);
	}
	printing->papers = mem_array(printing->building_count, sizeof(*printing->papers));
	printing->serials = mem_array(printing->building_count, sizeof(*printing->serials));
	for (size_t i = 0; i < printing->building_count && !status; i++) {
		struct printed *paper = &printing->papers[printing->count++];
		bool fits;

		status = make_of_house(printing, &printing->buildings[i], paper, &fits, err);
		if (!status && !fits) {
			printed_release(paper);
			printing->count--;
			printing->unfit++;
		}
	}
	if (!status && !printing->count)
		status = err_set(err, STATUS_INVALID, _("the paper \"%s\" is for none of these houses as they stand"),
				 label_text(&printing->paper->title, printing->ask.lang));
	return status;
}

/* ---- what it is about */

static enum status
take_list(struct printing *printing, struct err *err)
{
	const struct app_print *ask = &printing->ask;

	if (ask->listed_count > APP_PRINT_LISTED_MOST)
		return err_set(err, STATUS_INVALID, _("these are %zu houses, and at most %d are printed at once: narrow the list"),
			       ask->listed_count, APP_PRINT_LISTED_MOST);
	printing->building_count = ask->listed_count;
	printing->buildings = mem_array(ask->listed_count, sizeof(*printing->buildings));
	memcpy(printing->buildings, ask->listed, ask->listed_count * sizeof(*printing->buildings));
	return STATUS_OK;
}

struct village_houses {
	struct id *roots;
	size_t count, cap;
};

static bool
add_house_of_village(const struct building_row *row, const char *words, void *ctx)
{
	struct village_houses *houses = ctx;

	(void)words;
	MEM_GROW(houses->roots, houses->count, houses->cap);
	houses->roots[houses->count++] = row->root;
	return true;
}

/* All houses of an area that is named as one, those left out that the paper is not for. */
static enum status
take_area(struct printing *printing, const char *area, struct err *err)
{
	struct village_houses houses = { 0 };
	enum status status = store_each_listed(app_store(printing->app), area, add_house_of_village, &houses, err);

	printing->ask.listed = houses.roots;
	printing->ask.listed_count = houses.count;
	if (!status && !houses.count)
		status = err_set(err, STATUS_NOT_FOUND, _("no house stands on the list there"));
	if (!status)
		status = take_list(printing, err);
	printing->ask.listed = printing->buildings; /* asked only whether there is a list */
	free(houses.roots);
	return status;
}

/* What the paper is about, as a person names it. */
static enum status
find_subject(struct printing *printing, struct err *err)
{
	const struct app_print *ask = &printing->ask;
	const char *title = label_text(&printing->paper->title, ask->lang), *word = ask->word_count ? ask->words[0] : NULL;
	enum status status = STATUS_OK;
	char *area = NULL;

	if (printing->paper->about != PAPER_OF_HOUSE && ask->word_count != 1)
		return err_set(err, STATUS_INVALID,
			       printing->paper->about == PAPER_OF_FILE ? _("the paper \"%s\" is about a file that is handed over: name one")
								       : _("the paper \"%s\" is about one village: name it"),
			       title);
	if (printing->paper->about == PAPER_OF_FILE) {
		printing->file = word;
		return STATUS_OK;
	}
	if (printing->paper->about == PAPER_OF_DIVISION) {
		printing->area = app_has_area(printing->app, word) ? mem_strdup(word) : app_area_named(printing->app, word);
		return printing->area ? STATUS_OK : app_check_area(printing->app, word, err);
	}
	if (ask->listed)
		return take_list(printing, err);
	if (!ask->building && !ask->word_count)
		return err_set(err, STATUS_INVALID, _("the paper \"%s\" is about houses: name at least one"), title);
	printing->building_count = ask->building ? 1 : ask->word_count;
	printing->buildings = mem_array(printing->building_count, sizeof(*printing->buildings));
	if (ask->building)
		printing->buildings[0] = *ask->building;
	/* Houses that were shown stay the ones that are meant, whatever bears their names by now. */
	for (size_t i = 0; !ask->building && i < ask->word_count && !status; i++)
		if (printing->before && !printing->before->ask.listed)
			printing->buildings[i] = printing->before->buildings[i];
		else
			status = app_building_find(printing->app, ask->words[i], &printing->buildings[i], err);
	if (status == STATUS_NOT_FOUND && ask->word_count == 1)
		area = app_has_area(printing->app, word) ? mem_strdup(word) : app_area_named(printing->app, word);
	if (area) {
		free(printing->buildings);
		printing->buildings = NULL;
		printing->building_count = 0;
		status = take_area(printing, area, err);
	}
	free(area);
	return status;
}

enum status
print_find(struct printing *printing, struct err *err)
{
	enum status status = find_paper(printing->app, printing->ask.paper, &printing->paper, err);

	if (!status && printing->ask.copy && !(printing->paper->from && printing->paper->from->repeat))
		status = err_set(err, STATUS_INVALID, _("the paper \"%s\" goes with no act of its own: it has no copy"),
				 label_text(&printing->paper->title, printing->ask.lang));
	return status ? status : find_subject(printing, err);
}
