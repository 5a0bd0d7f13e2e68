#include "survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/mem.h"

/* Takes out of a file what stands from `from` to the first `to` behind it, which stays (NULL: to the end); where `from` is not there, nothing. */
static void
cut(struct value *files, const char *name, const char *from, const char *to, const char *put)
{
	const char *text = value_get_text(files, name), *at = text ? strstr(text, from) : NULL, *end;
	char *made;

	if (!at)
		return;
	end = to ? strstr(at, to) : text + strlen(text);
	made = mem_printf("%.*s%s%s", (int)(at - text), text, put, end ? end : "");
	value_set_text(files, name, made);
	free(made);
}

/* Does a report read the table of a form? */
static bool
reads(const char *report, size_t len, const char *form)
{
	static const char *const before[] = { "FROM ", "JOIN " };

	for (size_t b = 0; b < ARRAY_LEN(before); b++) {
		char *name = mem_printf("%s%s", before[b], form);
		const char *at = report;
		bool found = false;

		while (!found && (at = strstr(at, name)) && at < report + len) {
			at += strlen(name);
			found = *at < 'a' || *at > 'z';
		}
		free(name);
		if (found)
			return true;
	}
	return false;
}

/* Leaves the reports that read none of the forms. */
static void
keep_reports(struct value *files, const char *const *forms, size_t count)
{
	const char *text = value_get_text(files, "reports.yaml"), *next;
	struct buf kept = { 0 };

	for (; *text; text = next) {
		bool drop = false;

		next = strstr(text + 1, "\n- report: ");
		next = next ? next + 1 : text + strlen(text);
		for (size_t i = 0; i < count; i++)
			drop |= reads(text, (size_t)(next - text), forms[i]);
		if (!drop)
			buf_printf(&kept, "%.*s", (int)(next - text), text);
	}
	value_set_text(files, "reports.yaml", buf_text(&kept));
	buf_release(&kept);
}

void
survey_alone(struct value *files)
{
	static const char *const forms[] = {
		"control",	"notice",     "appraisal",    "plan",	    "work",	     "closure",	       "enforcement",
		"patrol",	"grid",	      "leader_visit", "event",	    "visit",	     "print",	       "grid_rows",
		"event_places", "referral",   "dept_reply",   "sent_back",  "dept_findings", "county_contact", "cc_rows",
		"safety_proof", "task_force", "force_rows",   "case_houses"
	}; /* with their repeats, and what reports read of them */

	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		char *name = mem_printf("%s.yaml", forms[i]), *listed = mem_printf(", %s", forms[i]);
		const char *text = value_get_text(files, "pack.yaml"), *line = strstr(text, "\nforms: ["), *at = strstr(line, listed);

		if (at)
			cut(files, "pack.yaml", listed, at + strlen(listed), "");
		value_remove(files, name);
		free(name);
		free(listed);
	}
	value_remove(files, "papers.yaml");
	cut(files, "pack.yaml", "  - role: township_deputy", "  - role: township_clerk", "");
	cut(files, "pack.yaml", "\n  - role: appraiser", "\n\nacts:", "");
	cut(files, "pack.yaml", ", township_deputy, township_clerk, county_officer]", "\n", ", township_clerk, county_officer]");
	cut(files, "pack.yaml", "  # What the township typed from a paper report", "\ndeadlines:", "");
	cut(files, "pack.yaml", "  # A letter to a department", "\n# What is asked for", "");
	cut(files, "pack.yaml", "# From a hazard to its strike-off.", "# Structure against walls", "");
	cut(files, "pack.yaml", "\"(SELECT a.grade FROM appraisal a ", "\n", "\"NULL\"");
	cut(files, "pack.yaml", "  # When the house was pulled down", "  # Of one day the worse", "");
	cut(files, "pack.yaml", "           WHEN survey_old = 1", "           WHEN last_grade", "");
	cut(files, "registration.yaml", "\nagain: ", "\nfields:", "");
	cut(files, "classification.yaml", "\nagain: ", "\nfields:", "");
	cut(files, "registration.yaml", "  # Asked of a house alone that somebody says", "  - name: survey_date", "");
	cut(files, "reinspection.yaml", " rebuilt_date,", " owner_is_safety", "");
	cut(files, "platform.yaml", ", rebuilt_date]", "\n", "]");
	cut(files, "pack.yaml", ", tries: visit", "}", "");
	cut(files, "pack.yaml", "# 谁管哪个屯", "# 抽查", "");
	cut(files, "pack.yaml", "  # A house is gone once", "  # What somebody found", "");
	cut(files, "pack.yaml", "CASE WHEN still_stands = 0 THEN 0 ELSE conclusion IN ('1', '2') OR", " coalesce(last_grade IN",
	    "CASE WHEN 1 THEN conclusion IN ('1', '2') OR");
	cut(files, "pack.yaml", "CASE WHEN still_stands = 0 THEN 0 WHEN last_grade IS", " NOT NULL", "CASE WHEN last_grade IS");
	cut(files, "pack.yaml", "still_stands = 0 OR last_grade", " IN", "last_grade");
	cut(files, "pack.yaml", "still_stands AND (conclusion", " IN", "(conclusion");
	cut(files, "pack.yaml", " OR still_stands = 0 THEN", " NULL", " THEN");
	while (strstr(value_get_text(files, "pack.yaml"), ", appraisal, closure]\n    calculation")) /* what falls with signatures */
		cut(files, "pack.yaml", ", appraisal, closure]\n    calculation", "\n    calculation", "]");
	while (strstr(value_get_text(files, "reports.yaml"), " AND b.still_stands = 1 AND")) /* becomes AND 1 AND */
		cut(files, "reports.yaml", " AND b.still_stands = 1 AND", "1 AND", " AND ");
	cut(files, "photo_check.yaml", ", report_floors, report_structure", "]", "");
	cut(files, "rules.yaml", "# ---- the closed loop", NULL, "");
	keep_reports(files, forms, ARRAY_LEN(forms));
}
