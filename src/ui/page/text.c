#include "ui/page/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/screen.h"

/* A text to read: arrows move it in both directions. */

enum { COMMAND_BACK = 1, COMMAND_UP, COMMAND_DOWN, COMMAND_LEFT, COMMAND_RIGHT, COMMAND_PAGE_UP, COMMAND_PAGE_DOWN, COMMAND_TOP };

static const struct binding bindings[] = {
	{ UI_KEY_UP, 0, N_("arrows"), N_("move"), COMMAND_UP, true },
	{ UI_KEY_DOWN, 0, NULL, NULL, COMMAND_DOWN, false },
	{ UI_KEY_LEFT, 0, NULL, NULL, COMMAND_LEFT, false },
	{ UI_KEY_RIGHT, 0, NULL, NULL, COMMAND_RIGHT, false },
	{ UI_KEY_PAGE_UP, 0, N_("PgUp"), N_("page up"), COMMAND_PAGE_UP, true },
	{ UI_KEY_PAGE_DOWN, 0, N_("PgDn"), N_("page down"), COMMAND_PAGE_DOWN, true },
	{ UI_KEY_CHAR, ' ', NULL, NULL, COMMAND_PAGE_DOWN, false },
	{ UI_KEY_HOME, 0, N_("Home"), N_("to the beginning"), COMMAND_TOP, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ UI_KEY_ENTER, 0, NULL, NULL, COMMAND_BACK, false },
	{ 0 },
};

struct text_state {
	char *title, *text;
	char **lines; /* into text */
	size_t count, first;
	size_t left_cells;
};

static void
split(struct text_state *state)
{
	size_t cap = 0;

	for (char *at = state->text, *end; at && *at; at = end) {
		end = strchr(at, '\n');
		if (end)
			*end++ = '\0';
		MEM_GROW(state->lines, state->count, cap);
		state->lines[state->count++] = at;
	}
}

static void
text_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct text_state *state = screen->state;
	int rows = body_rows(canvas);

	(void)ui;
	for (int r = 0; r < rows && state->first + (size_t)r < state->count; r++) {
		const char *line = state->lines[state->first + (size_t)r];
		size_t used, skip = state->left_cells ? text_fit(line, state->left_cells, &used) : 0;

		canvas_text(canvas, BODY_TOP + r, 0, canvas->cols, PLAIN, line + skip);
	}
	canvas_cursor(canvas, BODY_TOP, 0);
}

static struct action
text_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct text_state *state = screen->state;
	size_t page = (size_t)ui->rows - 4, most = state->count > page ? state->count - page : 0;

	(void)key;
	switch (command) {
	case COMMAND_UP:
		state->first -= state->first > 0;
		break;
	case COMMAND_DOWN:
		state->first += state->first < most;
		break;
	case COMMAND_LEFT:
		state->left_cells = state->left_cells > 8 ? state->left_cells - 8 : 0;
		break;
	case COMMAND_RIGHT:
		state->left_cells += 8;
		break;
	case COMMAND_PAGE_UP:
		state->first = state->first > page ? state->first - page : 0;
		break;
	case COMMAND_PAGE_DOWN:
		state->first = state->first + page < most ? state->first + page : most;
		break;
	case COMMAND_TOP:
		state->first = state->left_cells = 0;
		break;
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
text_close(struct screen *screen, struct ui *ui)
{
	struct text_state *state = screen->state;

	(void)ui;
	free(state->lines);
	free(state->title);
	free(state->text);
	free(state);
}

static const char *
text_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct text_state *)screen->state)->title;
}

static const struct screen_class text_class = {
	.name = "text",
	.bindings = bindings,
	.title = text_title,
	.draw = text_draw,
	.key = text_key,
	.close = text_close,
};

struct screen *
text_screen(char *title_take, char *text_take)
{
	struct text_state *state = mem_alloc(sizeof(*state));

	state->title = title_take;
	state->text = text_take;
	split(state);
	return screen_new(&text_class, state);
}
