#include "app/house/due.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "base/clock.h"
#include "base/mem.h"
#include "store/building.h"
#include "store/dossier.h"
#include "store/joined.h"

int64_t
due_days(const struct deadline *deadline)
{
	char today[11];

	clock_date(clock_now_unix(), today);
	return clock_days(deadline->date) - clock_days(today);
}

int64_t
due_form_days(const struct pack *pack, const struct form *form)
{
	const struct deadline *deadline = form && form->due ? pack_deadline(pack, form->due) : NULL;

	return deadline ? due_days(deadline) : DUE_NEVER;
}

struct due_search {
	struct app *app;
	struct joined *joined;
	size_t joined_count;
	struct due_row row; /* the roots of the form that is looked for now */
	struct due_row *rows;
	size_t count, cap;
};

static bool
owes(const struct building_row *building, void *ctx)
{
	struct due_search *search = ctx;

	if (joined_find(search->joined, search->joined_count, building->number))
		return true;
	search->row.building = building->root;
	division_area(building->division, DIVISION_VILLAGE, search->row.division);
	MEM_GROW(search->rows, search->count, search->cap);
	search->rows[search->count++] = search->row;
	return true;
}

/* Drops the rows from `first` on at whose house the form is not called for. */
static enum status
keep_relevant(struct due_search *search, size_t first, struct err *err)
{
	size_t kept = first, at = (size_t)(search->row.form - app_pack(search->app)->forms);
	enum status status = STATUS_OK;

	if (!search->row.form->relevant.sql)
		return STATUS_OK;
	for (size_t i = first; i < search->count && !status; i++) {
		struct dossier *dossier = NULL;

		status = dossier_load(app_store(search->app), &search->rows[i].building, NULL, &dossier, err);
		if (!status && dossier->form_relevant[at])
			search->rows[kept++] = search->rows[i];
		dossier_free(dossier);
	}
	search->count = kept;
	return status;
}

static int
due_cmp(const void *a, const void *b)
{
	const struct due_row *left = a, *right = b;
	int order;

	if (left->days != right->days)
		return left->days < right->days ? -1 : 1;
	if (left->form != right->form)
		return left->form < right->form ? -1 : 1; /* in the pack's order */
	order = strcmp(left->division, right->division);
	return order ? order : id_cmp(&left->building, &right->building);
}

enum status
due_list(struct app *app, const char *area, struct due_row **rows, size_t *count, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct due_search search = { .app = app };
	enum status status = app_check_area(app, area, err);

	if (!status)
		status = joined_load(app_store(app), &search.joined, &search.joined_count, err);
	for (size_t i = 0; pack && i < pack->form_count && !status; i++) {
		const struct form *form = &pack->forms[i];
		size_t first = search.count;

		if (!form->due || form->repeat || form->of_division)
			continue;
		search.row = (struct due_row){ .form = form, .deadline = pack_deadline(pack, form->due) };
		search.row.days = due_days(search.row.deadline);
		status = store_each_unfilled(app_store(app), area, form, owes, &search, err);
		if (!status)
			status = keep_relevant(&search, first, err);
	}
	free(search.joined);
	if (status) {
		free(search.rows);
		return status;
	}
	if (search.count)
		qsort(search.rows, search.count, sizeof(*search.rows), due_cmp);
	*rows = search.rows;
	*count = search.count;
	return STATUS_OK;
}
