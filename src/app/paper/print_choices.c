#include "app/paper/print.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/slots.h"
#include "app/paper/evidence.h"
#include "app/paper/paper_state.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"

/* What there is to print. */

struct choosing {
	const char *lang;
	struct app_print_choice *choices;
	size_t count;
};

static void
add_choice(struct choosing *choosing, const struct pack_paper *paper, char *title_take, const struct id *copied)
{
	char hex[ID_HEX_LEN + 1];

	choosing->choices = mem_resize(choosing->choices, choosing->count + 1, sizeof(*choosing->choices));
	choosing->choices[choosing->count++] = (struct app_print_choice){ .name = mem_strdup(paper->name),
									  .title = title_take,
									  .copy = copied ? mem_strdup(id_hex(copied, hex)) : NULL };
}

/* The paper of each act of its kind that stands, once more. */
static void
add_copies(struct choosing *choosing, struct paper_making *making)
{
	const struct pack_paper *paper = making->paper;
	const char *title = label_text(&paper->title, choosing->lang);
	const struct flow_slot **slots;
	size_t count;

	if (!making->dossier || !paper->from || !paper->from->repeat)
		return;
	slots = house_slots(making->dossier, paper->from, &count);
	for (size_t i = 0; i < count; i++) {
		char *day;

		if (slots[i]->head_count != 1)
			continue;
		day = paper_slot_day(making, slots[i]);
		/* Translators: a paper, and the day of the act that it was printed for. */
		add_choice(choosing, paper, mem_printf(_("%s: a copy, of %s"), title, day), &slots[i]->repeat_root);
		free(day);
	}
	free(slots);
}

enum status
app_print_choices(struct app *app, enum paper_about about, const struct id *building, const char *lang, struct app_print_choice **out,
		  size_t *count, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct choosing choosing = { .lang = lang };
	enum status status = STATUS_OK;

	*out = NULL;
	*count = 0;
	for (size_t i = 0; pack && i < pack->paper_count && !status; i++) {
		struct paper_making making = { .app = app, .pack = pack, .paper = &pack->papers[i], .lang = lang };

		if (making.paper->about != about || (about == PAPER_OF_HOUSE && !building &&
						     app_is_evidence(app, making.paper->name))) /* it goes with a file of its one house */
			continue;
		clock_date(clock_now_unix(), making.today);
		status = building ? paper_house_open(&making, building, err) : STATUS_OK;
		if (!status && (!building || paper_holds(&making, &making.paper->relevant)))
			add_choice(&choosing, making.paper, mem_strdup(label_text(&making.paper->title, lang)), NULL);
		if (!status)
			add_copies(&choosing, &making);
		paper_house_close(&making);
	}
	if (status) {
		app_print_choices_free(choosing.choices, choosing.count);
		return status;
	}
	*out = choosing.choices;
	*count = choosing.count;
	return STATUS_OK;
}

void
app_print_each(const struct app *app, const char *lang, void (*visit)(const char *name, const char *title, const char *about))
{
	static const char *const about[] = {
		[PAPER_OF_HOUSE] = N_("of houses, or of all of a village"),
		[PAPER_OF_DIVISION] = N_("of a village"),
		[PAPER_OF_FILE] = N_("of a file"),
	};
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; pack && i < pack->paper_count; i++)
		visit(pack->papers[i].name, label_text(&pack->papers[i].title, lang), _(about[pack->papers[i].about]));
}

void
app_print_choices_free(struct app_print_choice *choices, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(choices[i].name);
		free(choices[i].title);
		free(choices[i].copy);
	}
	free(choices);
}
