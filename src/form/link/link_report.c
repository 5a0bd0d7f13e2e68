#include <string.h>

#include "base/i18n.h"
#include "form/parts/views.h"
#include "form/yaml/read.h"

/* What a report names: its columns, and the list of offices that it may be made for. */

static bool
has_column(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report->column_count; i++)
		if (strcmp(report->columns[i].name, name) == 0)
			return true;
	return false;
}

/* The columns that must add up. */
static void
link_report_sums(struct reader *reader, const struct report *report)
{
	for (size_t i = 0; i < report->partition_count; i++) {
		const struct report_partition *partition = &report->partitions[i];

		if (partition->whole && !has_column(report, partition->whole))
			problem(reader, report->place.file, report->place.line, "partition", _("there is no column \"%s\""),
				partition->whole);
		for (size_t p = 0; p < partition->parts.count; p++)
			if (!has_column(report, partition->parts.items[p]))
				problem(reader, partition->parts.place.file, partition->parts.place.line, "parts",
					_("there is no column \"%s\""), partition->parts.items[p]);
	}
	if (report->rows.of && !has_column(report, report->rows.of))
		problem(reader, report->place.file, report->place.line, "rows", _("there is no column \"%s\""), report->rows.of);
}

void
link_reports(struct reader *reader)
{
	struct pack *pack = reader->pack;

	link_views(reader);
	for (size_t i = 0; i < pack->report_count; i++) {
		struct report *report = &pack->reports[i];

		if (pack_report(pack, report->name) != report)
			problem(reader, report->place.file, report->place.line, "report", _("there are two reports \"%s\""), report->name);
		for (size_t c = 0; c < report->column_count; c++)
			if ((report->columns[c].total || report->columns[c].bar) && report->columns[c].type != REPORT_UNTYPED &&
			    report->columns[c].type != REPORT_INTEGER &&
			    (report->columns[c].total || report->columns[c].type != REPORT_DECIMAL))
				problem(reader, report->place.file, report->place.line, "type",
					_("the column \"%s\" is no number: nothing is summed or drawn of it"), report->columns[c].name);
		for (size_t c = 0; c < report->column_count; c++)
			if (report->columns[c].change_of && !has_column(report, report->columns[c].change_of))
				problem(reader, report->place.file, report->place.line, "change_of", _("there is no column \"%s\""),
					report->columns[c].change_of);
		link_report_sums(reader, report);
		report->offices = report->offices_name ? pack_list(pack, report->offices_name) : NULL;
		if (report->offices_name && !report->offices)
			problem(reader, report->place.file, report->place.line, "for", _("there is no list \"%s\" in lists.yaml"),
				report->offices_name);
	}
}
