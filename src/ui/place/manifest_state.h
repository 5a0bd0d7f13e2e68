#ifndef UI_PLACE_MANIFEST_STATE_H
#define UI_PLACE_MANIFEST_STATE_H

#include "app/place/manifest.h"
#include "base/division.h"
#include "form/pack.h"
#include "ui/page/listview.h"
#include "ui/screen.h"

/* What the files of one village's manifest share. */

struct manifest_line { /* a row: a part of the village, or a house */
	size_t house;  /* index into the houses; of a part, its first */
	bool of_part;
	char *text;
};

struct manifest_state {
	char village[DIVISION_CODE_LEN + 1];
	struct app_manifests manifests; /* the one village */
	bool read;
	bool may_sign;		       /* by who is at the laptop */
	const struct pack *pack;       /* whose choices the reasons are */
	const struct choice **reasons; /* per house; NULL: none */
	struct manifest_line *lines;
	size_t count, cap;
	struct list_view list;
	bool given; /* a reason was chosen here, or taken away, since they were kept last */
	bool lost;  /* they could not be kept */
};

const struct manifest_village *manifest_village_of(const struct manifest_state *state); /* NULL: none was read */
/* Reads the village; what was chosen at this page, or before it and not signed, stays for a house that is still missing. */
enum status manifest_read_village(struct manifest_state *state, struct ui *ui, struct err *err);
void manifest_drop_lines(struct manifest_state *state);
/* What was chosen and is not signed is kept beside the workspace; forgotten when it is signed. */
void manifest_keep_reasons(struct manifest_state *state, struct ui *ui);
void manifest_forget_kept(struct manifest_state *state, struct ui *ui);

#endif
