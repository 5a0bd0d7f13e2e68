#include "ui/home/machine.h"

#include <stdlib.h>

#include "app/machine/doctor.h"
#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/text.h"

/* What is wrong stands first. */
static void
add_findings(const struct doctor *doctor, enum doctor_state state, const char *heading, struct buf *text)
{
	if (!doctor_count(doctor, state))
		return;
	buf_printf(text, "%s\n", heading);
	for (size_t i = 0; i < doctor->count; i++) {
		const struct doctor_finding *finding = &doctor->items[i];

		if (finding->state != state)
			continue;
		buf_printf(text, _("%s: %s\n"), doctor_subject(finding->subject), finding->says);
		if (finding->mend)
			buf_printf(text, _("What to do: %s\n"), finding->mend);
	}
	buf_char(text, '\n');
}

struct screen *
machine_screen(struct ui *ui)
{
	struct buf text = { 0 };
	struct doctor doctor;

	ui_busy(ui, _("Looking at this machine..."));
	doctor_look(ui->app ? app_workspace(ui->app) : NULL, &doctor);
	add_findings(&doctor, DOCTOR_WRONG, _("To be mended"), &text);
	if (!doctor_count(&doctor, DOCTOR_WRONG))
		buf_printf(&text, "%s\n\n", _("Nothing is to be mended."));
	add_findings(&doctor, DOCTOR_NOTE, _("Good to know"), &text);
	add_findings(&doctor, DOCTOR_FINE, _("As it should be"), &text);
	doctor_release(&doctor);
	return text_screen_inside(mem_strdup(_("This machine")), buf_detach(&text));
}
