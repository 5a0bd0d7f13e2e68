#include "ui/place/place_words.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/session/division.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"

/* The text behind a word that it begins with. */
static const char *
behind(const char *text, const char *word)
{
	size_t len = strlen(word);

	text = strncmp(text, word, len) == 0 ? text + len : text;
	while (*text == ' ')
		text++;
	return text;
}

char *
place_house_words(const struct ui *ui, const char *of_village, const struct manifest_house *house)
{
	char *place = app_building_place(ui->app, &house->root), *village = app_place_name(ui->app, of_village), *text;

	text = mem_strdup(behind(behind(place, village), house->by));
	free(place);
	free(village);
	return text;
}

char *
place_waits_words(const struct ui *ui, const struct manifest_house *house)
{
	const char *form = house->form ? label_text(&house->form->label, ui->lang) : "";

	return house->tries ? mem_printf(n_("tried %lld time, last %s", "tried %lld times, last %s", house->tries), (long long)house->tries,
					 house->last_try)
			    : mem_strdup(form);
}

char *
place_reasons_lines(const struct ui *ui, int cols)
{
	const struct list *list = app_pack(ui->app)->manifest.missing;
	struct buf out = { 0 };
	int used = 0;

	for (size_t i = 0; list && i < list->choice_count; i++) {
		char *text = mem_printf("%zu %s", i + 1, label_text(&list->choices[i].label, ui->lang));
		int cells = (int)text_cells(text);

		if (used && used + 2 + cells > cols) {
			buf_char(&out, '\n');
			used = 0;
		}
		buf_printf(&out, "%s%s", used ? "  " : "", text);
		used += cells + (used ? 2 : 0);
		free(text);
	}
	return buf_detach(&out);
}
