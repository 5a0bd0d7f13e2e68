#include <stdlib.h>

#include "base/machine/clock.h"
#include "base/mem.h"
#include "demo/course.h"

/* Answers of the demonstration's people to the forms that follow a hazard. */

/* ---- days */

#define LAST_DAY "2022-12-15" /* of what is done about hazards */

static int64_t
found_on(const struct demo_building *building)
{
	char day[32];

	demo_survey_day(building, day);
	return clock_days(day);
}

/* What is done about hazards goes by the plan, and so not before its day; but where the demonstration's day is earlier still, from the survey on. */
void
demo_day(const struct demo_building *building, const char *day, char out[11])
{
	int64_t plan = clock_days(DEMO_PLAN_DAY), last = clock_days(LAST_DAY), at = clock_days(day), today, from;

	clock_date(clock_now_unix(), out);
	today = clock_days(out);
	from = today > plan ? plan : found_on(building);
	if (today < last)
		at = from + (at - from) * (today - from) / (last - from);
	clock_date(at * 86400, out);
}

/* Houses are not all seen to on one day: `spread` days from `day` on. */
static void
spread_day(const struct demo_building *building, const char *day, uint32_t spread, char out[11])
{
	char text[11];

	clock_date((clock_days(day) + building->serial % spread) * 86400, text);
	demo_day(building, text, out);
}

/* The day of an act. */
static void
act_day(const struct demo_building *building, enum demo_act act, char out[11])
{
	bool planned = building->course->measure != 0;
	const struct {
		const char *day;
		uint32_t spread;
	} days[ACT_COUNT] = {
		[ACT_NOTICE] = { "2022-09-09", 7 },
		[ACT_APPRAISE] = { "2022-09-19", 5 },
		[ACT_PLAN] = { "2022-09-26", 4 },
		[ACT_ENFORCE] = { "2022-09-27", 4 },
		[ACT_WORK] = { "2022-10-20", 10 },
		[ACT_PATROL] = { "2022-11-01", 10 },
		[ACT_DONE] = { "2022-11-14", 10 },
		[ACT_APPRAISE_FIT] = { planned ? "2022-11-28" : "2022-09-19", planned ? 1 : 5 },
		[ACT_PROVE] = { planned ? "2022-11-29" : "2022-09-20", planned ? 1 : 5 },
		[ACT_LIFT] = { planned ? "2022-11-29" : "2022-09-26", 2 },
		[ACT_CLOSE] = { planned ? "2022-12-01" : "2022-09-28", 5 },
		[ACT_APPRAISE_WORSE] = { LAST_DAY, 1 },
		[ACT_REFER] = { "2022-10-08", 5 },
		[ACT_REFER_NOW] = { LAST_DAY, 1 },
		[ACT_REPLY] = { "2022-10-17", 5 },
		[ACT_REPLY_BACK] = { "2022-10-17", 5 },
	};

	spread_day(building, days[act].day, days[act].spread, out);
}

static void
set_act_day(struct value *values, const char *name, const struct demo_building *building, enum demo_act act)
{
	char day[11];

	act_day(building, act, day);
	value_set_text(values, name, day);
}

#define APPRAISING_BODY "演示房屋安全鉴定有限公司"

/* ---- values */

static void
set_list(struct value *values, const char *name, const char *first, const char *second)
{
	struct value list = value_list();

	value_append_take(&list, value_text(first));
	if (second)
		value_append_take(&list, value_text(second));
	value_set_take(values, name, list);
}

static void
set_yes(struct value *values, const char *name, bool yes)
{
	value_set_take(values, name, value_boolean(yes));
}

static void
set_number(struct value *values, const char *name, const char *format, const struct demo_building *building)
{
	char *text = mem_printf("%s%u号", format, building->serial);

	value_set_text(values, name, text);
	free(text);
}

static bool
is_demolished(const struct demo_building *building)
{
	return building->course->measure == '1';
}

static struct value
notice_values(struct demo_county *county, const struct demo_building *building)
{
	const struct demo_village *village = &county->villages[building->village];
	const struct demo_township *township = &county->townships[village->township];
	struct value values = value_object();
	char *served = mem_printf("%s、%s", township->clerk_name, village->names[0]);
	bool taken = building->serial % 10 != 0;

	set_list(&values, "notice_kinds", "1", "2");
	set_number(&values, "notice_no", "演示通〔2022〕", building);
	value_set_text(&values, "notice_issuer", "0");
	value_set_text(&values, "notice_until", "2022-09-25");
	set_act_day(&values, "notice_date", building, ACT_NOTICE);
	value_set_text(&values, "notice_served", taken ? "1" : "2");
	set_list(&values, "notice_to", "1", NULL);
	value_set_text(&values, "notice_by", served);
	set_yes(&values, "notice_taken", taken);
	if (!taken)
		value_set_text(&values, "notice_witness", village->names[1]);
	free(served);
	return values;
}

static struct value
enforcement_values(const struct demo_building *building)
{
	struct value values = value_object();

	set_act_day(&values, "enforced_on", building, ACT_ENFORCE);
	value_set_text(&values, "enforced_why", "1");
	set_list(&values, "enforced_by", "4", "7");
	set_number(&values, "order_no", "演示执〔2022〕", building);
	value_set_text(&values, "order_kind", "2");
	value_set_text(&values, "order_done", "1");
	return values;
}

static struct value
patrol_values(const struct demo_building *building)
{
	struct value values = value_object();
	bool found = building->serial % 3 == 0;

	set_act_day(&values, "patrol_date", building, ACT_PATROL);
	value_set_text(&values, "patrol_cause", found ? "3" : "1");
	set_yes(&values, "patrol_found", found);
	if (!found)
		return values;
	value_set_text(&values, "patrol_words", "雨后封条脱落，已重新张贴");
	set_yes(&values, "patrol_handled", true);
	return values;
}

/* The number of the nth report about the house. */
static char *
report_number(const struct demo_building *building, size_t nth)
{
	return mem_printf("演示鉴字2022-%u-%zu", building->serial, nth);
}

static struct value
proof_values(const struct demo_building *building)
{
	struct value values = value_object();
	char *number = report_number(building, building->appraisal_count);

	value_set_text(&values, "proof_dept", value_get_text(&building->registered, "lead_dept"));
	value_set_text(&values, "proof_kind", "1");
	value_set_text(&values, "proof_no", number);
	value_set_text(&values, "proof_by", APPRAISING_BODY);
	set_act_day(&values, "proof_date", building, ACT_APPRAISE_FIT);
	value_set_integer(&values, "proof_pages", 12 + building->serial % 9);
	set_act_day(&values, "proof_received", building, ACT_PROVE);
	free(number);
	return values;
}

static struct value
appraisal_values(struct demo_county *county, const struct demo_building *building, enum demo_act act)
{
	struct value values = value_object();
	struct demo_owner engineer;
	bool fit = act == ACT_APPRAISE_FIT, first = act == ACT_APPRAISE || (fit && !building->course->measure);
	const char *grade = fit ? "2" : act == ACT_APPRAISE_WORSE || is_demolished(building) ? "4" : "3";
	char site[11], *number = report_number(building, building->appraisal_count + 1);

	demo_owner(&county->later, &engineer);
	value_set_text(&values, "appraisal_body", APPRAISING_BODY);
	value_set_text(&values, "appraisal_uscc", "91350100M000100Y43");
	set_yes(&values, "body_listed", true);
	value_set_text(&values, "report_no", number);
	spread_day(building, first ? "2022-09-13" : fit ? "2022-11-25" : "2022-12-12", first ? 5 : 1, site);
	value_set_text(&values, "site_date", site);
	set_act_day(&values, "appraisal_date", building, act);
	value_set_text(&values, "grade", grade);
	if (!fit)
		set_list(&values, "bad_parts", building->conclusion == '1' ? "5" : "1", NULL);
	value_set_text(&values, "advice", fit ? "5" : *grade == '4' ? "4" : "2");
	value_set_integer(&values, "report_floors", building->floors);
	value_set_text(&values, "report_structure", "1");
	value_set_text(&values, "engineers", engineer.name);
	free(number);
	return values;
}

static struct value
plan_values(const struct demo_building *building)
{
	static const char *const until[] = { "2022-10-31", "2022-11-30", "2022-12-31", "2023-03-31" };
	struct value values = value_object();
	bool late = building->course->acts[9] != ACT_NONE; /* the work went on after the filing */

	set_act_day(&values, "plan_date", building, ACT_PLAN);
	value_set_text(&values, "plan_person", building->owner.name);
	value_set_text(&values, "plan_phone", building->owner.phone);
	set_list(&values, "plan_measures", is_demolished(building) ? "1" : "3", NULL);
	value_set_text(&values, "plan_text",
		       is_demolished(building) ? "人员先行安置，由有资质的施工队伍整体拆除，清运建筑垃圾后平整场地"
		       : building->conclusion == '1' ? "二层楼板开裂板段凿除重浇，板底粘贴碳纤维布加固，由有资质的施工队伍施工"
						     : "一层东墙与北墙交接处压力灌浆，墙面加钢筋网砂浆面层，由建筑工匠施工");
	value_set_text(&values, "plan_deadline", until[late ? 2 : building->serial % ARRAY_LEN(until)]);
	set_yes(&values, "plan_agreed", true);
	set_list(&values, "plan_money", "1", building->serial % 4 ? NULL : "2");
	set_yes(&values, "control_stays", true);
	return values;
}

static struct value
work_values(const struct demo_building *building, bool done)
{
	struct value values = value_object();

	set_act_day(&values, "work_date", building, done ? ACT_DONE : ACT_WORK);
	value_set_text(&values, "work_state", done ? "3" : "2");
	set_list(&values, "work_measures", is_demolished(building) ? "1" : "3", NULL);
	if (!done)
		value_set_integer(&values, "work_percent", 20 + 10 * (building->serial % 6));
	value_set_text(&values, "work_firm", "演示建筑施工队");
	return values;
}

static struct value
closure_values(const struct demo_building *building)
{
	struct value values = value_object();
	bool worked = building->course->measure != 0;

	value_set_text(&values, "closure_ground", is_demolished(building) ? "1" : worked ? "2" : "5");
	set_act_day(&values, "closure_date", building, ACT_CLOSE);
	if (worked)
		set_act_day(&values, "done_date", building, ACT_DONE);
	if (!is_demolished(building))
		set_yes(&values, "closure_control_ended", true);
	return values;
}

static struct value
lift_values(struct demo_county *county, const struct demo_building *building)
{
	struct value values = demo_control(county, building);

	set_act_day(&values, "control_date", building, ACT_LIFT);
	set_yes(&values, "control_lifted", true);
	return values;
}

/* Where the department finds the house: the road and the door of its listing. */
static void
set_place(struct value *values, const struct demo_building *building)
{
	char *door = demo_door(building), *place = mem_printf("%s %s", DEMO_ROAD, door);

	value_set_text(values, "ref_place", place);
	free(place);
	free(door);
}

static struct value
referral_values(const struct demo_building *building, bool now)
{
	struct value values = value_object();
	char day[11];

	if (now)
		clock_date(clock_now_unix(), day);
	else
		act_day(building, ACT_REFER, day);
	value_set_text(&values, "ref_dept", "4");
	set_list(&values, "ref_asks", "2", "3");
	value_set_text(&values, "ref_words", "存在安全隐患仍在经营");
	set_place(&values, building);
	set_number(&values, "ref_no", "演示移〔2022〕", building);
	value_set_text(&values, "ref_date", day);
	clock_date((clock_days(day) + (now ? 7 : 2)) * 86400, day);
	value_set_text(&values, "ref_until", day);
	return values;
}

static struct value
reply_values(const struct demo_building *building, bool back)
{
	struct value values = value_object();

	value_set_text(&values, "reply_dept", "4");
	set_number(&values, "reply_ref", "演示移〔2022〕", building);
	value_set_take(&values, "reply_keyed", value_boolean(true)); /* by the clerk, from a paper */
	set_number(&values, "reply_no", "演示复〔2022〕", building);
	value_set_text(&values, "reply_done", back ? "3" : "1");
	value_set_text(&values, "reply_words", back ? "该场所由其他部门审批" : "已责令停止经营并暂扣证照");
	set_act_day(&values, "reply_date", building, ACT_REPLY);
	return values;
}

struct value
demo_act_values(struct demo_county *county, const struct demo_building *building, enum demo_act act)
{
	switch (act) {
	case ACT_PATROL:
		return patrol_values(building);
	case ACT_NOTICE:
		return notice_values(county, building);
	case ACT_ENFORCE:
		return enforcement_values(building);
	case ACT_PROVE:
		return proof_values(building);
	case ACT_PLAN:
		return plan_values(building);
	case ACT_WORK:
	case ACT_DONE:
		return work_values(building, act == ACT_DONE);
	case ACT_LIFT:
		return lift_values(county, building);
	case ACT_CLOSE:
		return closure_values(building);
	case ACT_REFER:
	case ACT_REFER_NOW:
		return referral_values(building, act == ACT_REFER_NOW);
	case ACT_REPLY:
	case ACT_REPLY_BACK:
		return reply_values(building, act == ACT_REPLY_BACK);
	default:
		return appraisal_values(county, building, act);
	}
}

/* ---- photos */

size_t
demo_act_photos(const struct demo_building *building, enum demo_act act, struct demo_drawn *out)
{
	const struct demo_course *course = building->course;
	enum photo_view now = course->measure == '1' && act != ACT_WORK ? VIEW_CLEARED : VIEW_FRONT;
	const struct {
		enum demo_act act;
		const char *field;
		enum photo_view view;
		bool left_out;
	} views[] = {
		{ ACT_NOTICE, "notice_photo", VIEW_PAPER, false },
		{ ACT_ENFORCE, "photo_order", VIEW_PAPER, false },
		{ ACT_PATROL, "patrol_photo", VIEW_SIGN, building->serial % 3 != 0 },
		{ ACT_APPRAISE, "photo_cover", VIEW_PAPER, false },
		{ ACT_APPRAISE, "photo_grade", VIEW_PAPER, false },
		{ ACT_APPRAISE_FIT, "photo_cover", VIEW_PAPER, false },
		{ ACT_APPRAISE_FIT, "photo_grade", VIEW_PAPER, false },
		{ ACT_APPRAISE_WORSE, "photo_cover", VIEW_PAPER, false },
		{ ACT_APPRAISE_WORSE, "photo_grade", VIEW_PAPER, false },
		{ ACT_PROVE, "photo_proof", VIEW_PAPER, false },
		{ ACT_PLAN, "photo_promise", VIEW_PAPER, false },
		{ ACT_REPLY, "reply_photo", VIEW_PAPER, false },
		{ ACT_REPLY_BACK, "reply_photo", VIEW_PAPER, false },
		{ ACT_WORK, "photo_work", VIEW_FRONT, false },
		{ ACT_DONE, "photo_work", now, false },
		{ ACT_LIFT, "control_photo", VIEW_FRONT, false },
		{ ACT_CLOSE, "photo_after", now, false },
		{ ACT_CLOSE, "photo_after_part", VIEW_MENDED, course->measure == '1' },
	};
	size_t count = 0;
	char day[11];

	act_day(building, act, day);
	for (size_t i = 0; i < ARRAY_LEN(views); i++)
		if (views[i].act == act && !views[i].left_out)
			out[count++] = (struct demo_drawn){ .drawing = { views[i].view, building->floors, building->serial,
									 demo_noon(building, day) + 60 * (int64_t)i, false },
							    .field = views[i].field };
	return count;
}
