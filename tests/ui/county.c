#include <glob.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "../support/drive.h"

/* A county from nothing, in Chinese, by keys alone: six laptops, each with a home of its own, and one stick. It is founded by three officers,
 * gets its forms, gives eight rights, and one house goes from its listing to the township head's signature and the county's receipt. */

#define HALF_LEN 20

static char *dir; /* of the homes and the stick */

struct desk { /* one laptop */
	struct pty *pty;
};

struct somebody {
	const char *name;
	char secret[DRIVE_SECRET];
	char heard[3][HALF_LEN]; /* of each request: the half that the office types */
};

static struct desk
desk_start_at(const char *name, const char *page)
{
	char program[600], home[700], sticks[700], inbox[700], data[600];
	const char *argv[] = { program, NULL };
	const char *env[] = { home, sticks, inbox, data, "LANGUAGE=zh_CN", DRIVE_CLOCK, NULL };
	struct desk desk;

	snprintf(program, sizeof(program), "%s/louce", getenv("LOUCE_BUILD"));
	snprintf(home, sizeof(home), "LOUCE_HOME=%s/at-%s", dir, name);
	snprintf(sticks, sizeof(sticks), "LOUCE_STICKS=%s/stick", dir);
	snprintf(inbox, sizeof(inbox), "LOUCE_INBOX=%s/inbox", dir);
	snprintf(data, sizeof(data), "LOUCE_DATADIR=%s", getenv("LOUCE_DATADIR"));
	desk.pty = pty_start(argv, env, 24, 80);
	pty_wait(desk.pty, page);
	return desk;
}

static struct desk
desk_start(const char *name)
{
	return desk_start_at(name, "一楼一策");
}

static void
desk_end(struct desk *desk)
{
	for (int i = 0; i < 6 && !pty_has(desk->pty, "退出"); i++)
		pty_keys(desk->pty, "Esc");
	pty_keys(desk->pty, "q");
	assert_int_equal(pty_wait_exit(desk->pty), 0);
	pty_free(desk->pty);
}

/* Back on the first page. */
static void
go_home(struct desk *desk)
{
	for (int i = 0; i < 6 && !pty_has(desk->pty, "q 退出"); i++)
		pty_keys(desk->pty, "Esc");
	pty_wait(desk->pty, "q 退出");
}

static void
unlock(struct desk *desk, const char *digit, const struct somebody *who)
{
	pty_keys(desk->pty, "P");
	pty_wait(desk->pty, "谁在用这台电脑？");
	pty_keys(desk->pty, digit);
	pty_wait(desk->pty, "口令");
	pty_wait(desk->pty, who->name);
	pty_type(desk->pty, who->secret);
	pty_keys(desk->pty, "Enter");
	pty_wait(desk->pty, "您好，");
	pty_wait(desk->pty, who->name);
}

/* What is asked for on a page of confirmation. */
static void
confirm(struct desk *desk, const struct somebody *who)
{
	pty_wait(desk->pty, "口令");
	pty_type(desk->pty, who->secret);
	pty_keys(desk->pty, "Enter");
}

/* ---- the stick */

static void
write_stick(struct desk *desk)
{
	go_home(desk);
	pty_keys(desk->pty, "x");
	pty_wait(desk->pty, "U盘交换");
	pty_keys(desk->pty, "e");
	pty_wait(desk->pty, "给谁？");
	pty_keys(desk->pty, "0");
	pty_wait(desk->pty, "要送出：记录");
	pty_keys(desk->pty, "Enter");
	pty_wait(desk->pty, "可以拔出U盘");
	go_home(desk);
}

static void
take_stick_saying(struct desk *desk, const char *said, const char *also)
{
	go_home(desk);
	pty_keys(desk->pty, "x");
	pty_wait(desk->pty, "上面的楼策文件");
	pty_keys(desk->pty, "i");
	pty_wait(desk->pty, "已导入");
	pty_wait(desk->pty, said);
	pty_wait(desk->pty, also);
	assert_false(pty_has(desk->pty, "拒绝：什么都没有收进"));
	go_home(desk);
}

static void
take_stick(struct desk *desk)
{
	take_stick_saying(desk, "已导入", "已导入");
}

/* ---- the office */

static void
found_county(struct desk *desk, struct somebody officers[3])
{
	struct pty *pty = desk->pty;

	pty_keys(pty, "4");
	pty_wait(pty, "县的 6 位代码");
	pty_keys(pty, "Enter");
	pty_wait(pty, "应为 6 位数字");
	pty_keys(pty, "451224 Enter");
	pty_wait(pty, "县的名称");
	pty_wait(pty, "东兰县"); /* as the list of divisions has it */
	pty_keys(pty, "Enter Enter");
	pty_wait(pty, "请先打入姓名");
	for (int i = 0; i < 2; i++) {
		pty_type(pty, officers[i].name);
		pty_keys(pty, "Enter");
	}
	pty_keys(pty, "Enter");
	pty_wait(pty, "县工作人员只能是 1 人，或者 3 人以上"); /* two are none */
	pty_type(pty, officers[2].name);
	pty_keys(pty, "Enter Enter");
	pty_wait(pty, "共 3 人，其中 2 人同意才生效");
	pty_keys(pty, "0");
	pty_wait(pty, "没有过半数");
	pty_keys(pty, "3");
	pty_wait(pty, "不能要求全体 3 人");
	pty_keys(pty, "4");
	pty_wait(pty, "只有 3 人");
	pty_keys(pty, "2");
	pty_wait_gone(pty, "只有 3 人");
	pty_keys(pty, "Esc Esc"); /* back, and nothing is lost */
	pty_wait(pty, "县的名称");
	assert_false(pty_has(pty, officers[0].name));
	pty_keys(pty, "Enter Enter Enter");
	pty_wait(pty, "共 3 人，其中 2 人同意才生效");
	pty_wait(pty, officers[2].name);
	pty_wait(pty, "县文件将是");
	pty_keys(pty, "a"); /* a key that means nothing says which do */
	pty_wait(pty, "这个键在这里没有用");
	pty_keys(pty, "Enter");
	for (int i = 0; i < 3; i++) {
		pty_wait(pty, "一人看屏幕");
		pty_wait(pty, officers[i].name);
		pty_keys(pty, "Enter");
		pty_wait(pty, "请把口令抄在纸上");
		drive_secret(pty, officers[i].secret);
		drive_write_back(pty, officers[i].secret);
	}
	pty_wait(pty, "先选谁在用这台电脑");
	pty_keys(pty, "P");
	pty_wait(pty, "谁在用这台电脑？");
	pty_wait(pty, "县整治办工作人员"); /* before the forms are in force, which name the roles */
	pty_keys(pty, "Esc");
	pty_wait(pty, "先选谁在用这台电脑");
	pty_keys(pty, "k");
	pty_wait(pty, "县整治办工作人员");
	assert_false(pty_has(pty, "county_officer"));
	pty_keys(pty, "Esc");
	pty_wait(pty, "先选谁在用这台电脑");
}

/* How many files of the laptop's home end so. */
static int
files_at(const char *name, const char *ending)
{
	char pattern[900];
	glob_t found = { 0 };
	int count;

	snprintf(pattern, sizeof(pattern), "%s/at-%s/%s", dir, name, ending);
	glob(pattern, 0, NULL, &found);
	count = (int)found.gl_pathc;
	globfree(&found);
	return count;
}

/* Whoever is killed before the passphrases are on paper leaves no key that nobody can open, and no county. */
static void
founding__leaves_nothing__when_it_ends_before_the_last_passphrase_is_written(void)
{
	struct desk desk = desk_start("killed");
	struct pty *pty = desk.pty;
	char first[DRIVE_SECRET], again[DRIVE_SECRET];

	pty_keys(pty, "4");
	pty_wait(pty, "县的 6 位代码");
	pty_keys(pty, "999999 Enter");
	pty_wait(pty, "没有代码为 999999 的县");
	pty_keys(pty, "^U 451224 Enter");
	pty_wait(pty, "东兰县");
	pty_keys(pty, "451224"); /* in the place of what was proposed */
	pty_keys(pty, "Enter");
	pty_wait(pty, "“451224”不是县的名称");
	pty_keys(pty, "Esc Enter"); /* what was typed stays */
	pty_wait(pty, "451224");
	pty_keys(pty, "^U");
	pty_type(pty, "东兰");
	pty_keys(pty, "Enter");
	pty_wait(pty, "没有写明是县、区还是市");
	pty_keys(pty, "^U");
	pty_type(pty, "东兰县");
	pty_keys(pty, "Enter");
	pty_wait(pty, "第一位");
	assert_false(pty_has(pty, "东兰县东兰县"));
	pty_keys(pty, "Space Space Enter");
	pty_wait(pty, "不是姓名");
	pty_keys(pty, "^U");
	pty_type(pty, "李书记\r");
	pty_wait(pty, "不写称呼、职务");
	pty_keys(pty, "^U");
	pty_type(pty, "李金花\r陆芳\r阿旺\r");
	pty_wait(pty, "像是称呼");
	pty_keys(pty, "Enter"); /* he is called so */
	pty_keys(pty, "Enter Enter");
	pty_wait(pty, "共 3 人，其中 2 人同意才生效");
	pty_keys(pty, "Enter");
	pty_wait(pty, "一人看屏幕");
	pty_keys(pty, "Enter");
	pty_wait(pty, "请把口令抄在纸上");
	drive_secret(pty, first);
	pty_keys(pty, "Enter Enter"); /* too many of them */
	pty_wait(pty, "请打入口令的第一个词");
	pty_keys(pty, "qqqq Enter");
	pty_wait(pty, "与屏幕上的不同");
	assert_true(pty_has(pty, first));
	pty_keys(pty, "Esc"); /* nothing is made, and the paper holds */
	pty_wait(pty, "共 3 人，其中 2 人同意才生效");
	pty_keys(pty, "Enter");
	pty_wait(pty, "一人看屏幕");
	pty_keys(pty, "Enter");
	pty_wait(pty, "请把口令抄在纸上");
	drive_secret(pty, again);
	assert_string_equal(again, first);
	drive_write_back(pty, first);
	pty_wait(pty, "一人看屏幕");
	pty_signal(pty, SIGKILL);
	pty_wait_exit(pty);
	pty_free(pty);
	assert_int_equal(files_at("killed", "*.louce"), 0);
	assert_int_equal(files_at("killed", "keys/*.key"), 0);
}

/* Killed after the county's file had its name, and before what lies beside it had its own and the laptop knew what it works on. */
static void
killed_founding(struct desk *desk, const char *name)
{
	char command[2000];

	pty_signal(desk->pty, SIGKILL);
	pty_wait_exit(desk->pty);
	pty_free(desk->pty);
	snprintf(command, sizeof(command), "cd '%s/at-%s' && rm workspace 451224.louce.local && rm -f 451224.louce.drafts", dir, name);
	assert_int_equal(system(command), 0);
	*desk = desk_start_at(name, "451224.louce");
}

static void
founded_county__is_found_again__when_louce_was_killed_at_the_end_of_it(struct desk *desk)
{
	killed_founding(desk, "office");
	pty_wait(desk->pty, "这台电脑上已有文件");
	pty_keys(desk->pty, "Enter");
	pty_wait(desk->pty, "先选谁在用这台电脑");
	killed_founding(desk, "office");
	pty_keys(desk->pty, "Esc 4");
	pty_wait(desk->pty, "县的 6 位代码");
	pty_keys(desk->pty, "451224 Enter");
	pty_wait(desk->pty, "这个县已在这台电脑上建立");
	pty_wait(desk->pty, "先选谁在用这台电脑");
}

/* Another officer agrees to the one thing that waits. */
static void
agree(struct desk *desk, const char *digit, const struct somebody *officer, int things, const char *seen)
{
	unlock(desk, digit, officer);
	pty_wait(desk->pty, "件事等您以县工作人员身份同意");
	pty_keys(desk->pty, "Enter");
	pty_wait(desk->pty, "等县工作人员同意的事");
	pty_keys(desk->pty, "Enter"); /* all that is agreed to; of forms each of them, and each rule */
	pty_wait(desk->pty, seen);
	pty_keys(desk->pty, "Esc");
	pty_wait(desk->pty, "等县工作人员同意的事");
	for (int i = 0; i < things; i++)
		pty_keys(desk->pty, i ? "Down 1" : "1");
	pty_keys(desk->pty, "s");
	confirm(desk, officer);
	pty_wait(desk->pty, "件现在生效");
	go_home(desk);
}

static void
publish_forms(struct desk *desk, struct somebody officers[3])
{
	unlock(desk, "1", &officers[0]);
	pty_wait(desk->pty, "还没有生效的表格");
	pty_keys(desk->pty, "Enter");
	pty_wait(desk->pty, "现在还没有生效的表格");
	pty_keys(desk->pty, "Enter");
	pty_wait(desk->pty, "今后全县用的表格和规则");
	confirm(desk, &officers[0]);
	pty_wait(desk->pty, "够数的县工作人员同意后");
	go_home(desk);
	pty_wait(desk->pty, "您同意的 1 件还在等另一位县工作人员"); /* not "nothing waits" alone */
	agree(desk, "2", &officers[1], 1, "张表，以及由谁填");
}

/* ---- a new laptop */

/* Takes the office's file over, compares the digits, and stands at the page of a key of one's own. */
static void
set_up(struct desk *desk, const char *digits)
{
	struct pty *pty = desk->pty;

	pty_keys(pty, "2");
	pty_wait(pty, "本目录里的楼策文件");
	pty_keys(pty, "Enter");
	pty_wait(pty, "先与县整治办核对数字，再生成您的密钥");
	assert_false(pty_has(pty, digits)); /* they are heard */
	pty_keys(pty, "Enter");
	pty_wait(pty, "东兰县");
	pty_type(pty, "0000 1111 2222 3333");
	pty_keys(pty, "Enter");
	pty_wait(pty, "还是不同，就不要用这个文件");
	pty_keys(pty, "^U");
	pty_type(pty, digits);
	pty_keys(pty, "Enter");
	pty_wait(pty, "数字相符");
	pty_wait(pty, "您的姓名");
}

/* From the page of a key: who, what, where. */
static void
ask_for(struct desk *desk, struct somebody *who, const char *role, const char *area, const char *right)
{
	struct pty *pty = desk->pty;

	pty_type(pty, who->name);
	pty_keys(pty, "Enter");
	pty_wait(pty, "您的身份");
	pty_keys(pty, role);
	pty_wait(pty, "地方");
	pty_type(pty, area);
	if (!*area) { /* behind the digit that answered */
		pty_keys(pty, "Enter");
		pty_wait(pty, "数字已经选定");
	}
	pty_keys(pty, "Enter");
	if (*right)
		pty_keys(pty, right);
	pty_wait(pty, "按回车就生成密钥");
	pty_keys(pty, "Enter");
	pty_wait(pty, "请把口令抄在纸上");
	drive_secret(pty, who->secret);
	pty_keys(pty, "Enter"); /* one too many */
	pty_wait(pty, "请打入口令的第一个词");
	drive_write_back(pty, who->secret);
	drive_code(pty, "您念给上级听", who->heard[0]);
	pty_wait(pty, "申请已写到U盘");
	pty_keys(pty, "Enter");
}

/* A passphrase that one person saw is never another's: who goes back and types another name is shown a new one. Stands at the name again. */
static void
show_and_go_back(struct desk *desk, struct somebody *who, const char *role, const char *area, const char *right)
{
	struct pty *pty = desk->pty;
	char again[DRIVE_SECRET];

	pty_type(pty, who->name);
	pty_keys(pty, "Enter");
	pty_wait(pty, "您的身份");
	pty_keys(pty, role);
	pty_wait(pty, "地方");
	pty_type(pty, area);
	pty_keys(pty, "Enter");
	pty_keys(pty, right);
	pty_wait(pty, "按回车就生成密钥");
	pty_keys(pty, "Enter");
	pty_wait(pty, "请把口令抄在纸上");
	drive_secret(pty, who->secret);
	pty_keys(pty, "Esc"); /* what is on paper holds, for this name */
	pty_wait(pty, "按回车就生成密钥");
	pty_keys(pty, "Enter");
	pty_wait(pty, "请把口令抄在纸上");
	drive_secret(pty, again);
	assert_string_equal(again, who->secret);
	pty_keys(pty, "Esc Esc Esc Esc Esc");
	pty_wait(pty, "您的姓名");
	pty_keys(pty, "^U");
}

/* A further right, with the key that lies here. */
static void
ask_again(struct desk *desk, struct somebody *who, const char *role, const char *area, int which)
{
	struct pty *pty = desk->pty;

	pty_keys(pty, "k");
	pty_wait(pty, "人员和密钥");
	pty_keys(pty, "n");
	pty_wait(pty, "您的姓名");
	pty_type(pty, who->name);
	pty_keys(pty, "Enter");
	pty_wait(pty, "是我：");
	pty_keys(pty, "1");
	pty_wait(pty, "您的身份");
	pty_keys(pty, role);
	pty_wait(pty, "地方");
	pty_type(pty, area);
	pty_keys(pty, "Enter");
	pty_wait(pty, "输入您密钥的口令");
	pty_keys(pty, "Enter");
	confirm(desk, who);
	pty_wait(pty, "申请已做好");
	drive_code(pty, "您念给上级听", who->heard[which]);
	go_home(desk);
}

/* Whoever may give a right gives one, when the code was heard. */
static void
give_right(struct desk *desk, const char *row, const char *heard, const char *said)
{
	struct pty *pty = desk->pty;

	go_home(desk);
	drive_choose(pty, "人申请签字权");
	pty_keys(pty, "Enter");
	pty_wait(pty, "显示：申请的");
	drive_choose(pty, row);
	pty_keys(pty, "Enter");
	pty_wait(pty, "请打电话，核对号码");
	pty_type(pty, heard);
	pty_keys(pty, "Enter");
	pty_wait(pty, said);
	go_home(desk);
}

/* ---- the house */

static void
list_house(struct desk *desk)
{
	struct pty *pty = desk->pty;

	pty_keys(pty, "n");
	drive_at(pty, "屯（组）");
	pty_keys(pty, "那烈 Enter 农村道路 Enter");
	drive_at(pty, "门牌号"); /* asked of every house, though it may stay empty */
	pty_keys(pty, "12 Enter");
	drive_at(pty, "户主（产权人）");
	pty_keys(pty, "罗建国 Enter ^S");
	pty_wait(pty, "已签字：排查名册");
}

static void
register_house(struct desk *desk)
{
	struct pty *pty = desk->pty;

	go_home(desk);
	drive_choose(pty, "栋待填：房屋信息登记");
	pty_keys(pty, "Enter");
	drive_at(pty, "排查情况");
	pty_keys(pty, "3 7 Enter 1");
	drive_at(pty, "身份证号");
	pty_keys(pty, "452728196501011232"); /* full numbers go on by themselves, and an Enter behind one is taken for its end */
	drive_at(pty, "产权人电话");
	pty_keys(pty, "13907781234 Enter");
	drive_at(pty, "常住人口数");
	pty_keys(pty, "4 Enter 2 2 2");
	drive_at(pty, "许可、登记、备案");
	pty_keys(pty, "7 Enter 2 5");
	drive_at(pty, "主体层数");
	pty_keys(pty, "2 Enter 180.5 Enter");
	drive_at(pty, "大致建造年代");
	pty_keys(pty, "4 3 2");
	drive_at(pty, "墙体材料");
	pty_keys(pty, "1 1 1 1");
	drive_at(pty, "是否改扩建");
	pty_keys(pty, "2 2");
	drive_at(pty, "正面全景");
	pty_wait(pty, ".jpg");
	drive_burst(pty);
	drive_at(pty, "排查人员");
	pty_keys(pty, "1 2 Enter"); /* picked, and the day stands there already */
	pty_wait(pty, "[回车] 签字提交这张表");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已签字：房屋信息登记");
}

static void
classify_house(struct desk *desk)
{
	struct pty *pty = desk->pty;

	go_home(desk);
	drive_choose(pty, "栋待填：技术初步判定");
	pty_keys(pty, "Enter");
	drive_at(pty, "场地和地基");
	pty_keys(pty, "1 1 1 1 1 1 韦建国 Enter");
	pty_wait(pty, "[回车] 签字提交这张表");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已签字：技术初步判定");
}

static void
check_photos(struct desk *desk)
{
	struct pty *pty = desk->pty;

	go_home(desk);
	drive_choose(pty, "栋待填：照片核对");
	pty_keys(pty, "Enter");
	drive_at(pty, "照片可见层数");
	pty_keys(pty, "2 1 2 2 1 ^S");
	pty_wait(pty, "已签字：照片核对");
}

/* The one house that waits for a level. */
static void
sign_level(struct desk *desk, const char *level, const struct somebody *who, const char *said)
{
	struct pty *pty = desk->pty;

	go_home(desk);
	drive_choose(pty, level);
	pty_keys(pty, "Enter");
	pty_wait(pty, "1 同意");
	pty_keys(pty, "1");
	if (!pty_has(pty, "全部签字"))
		pty_keys(pty, "s");
	pty_wait(pty, "同意 1 栋");
	confirm(desk, who);
	pty_wait(pty, "已签字并存好");
	pty_wait(pty, said);
}

/* ---- the test */

static void
county__is_founded_and_a_house_goes_through_all_of_it__by_keys_alone(void **state)
{
	struct somebody officers[3] = { { .name = "李金花" }, { .name = "谭秀英" }, { .name = "黄秀英" } };
	struct somebody clerk = { .name = "黄丽萍" }, first = { .name = "韦建国" }, second = { .name = "韦建军" },
			secretary = { .name = "覃志强" }, leader = { .name = "陆海燕" }, head = { .name = "罗文斌" },
			nobody = { .name = "蓝天" };
	struct desk office, township, village, other, secretarys, leaders;
	char digits[HALF_LEN], command[1400];

	(void)state;
	dir = drive_county(); /* for its folder of photos */
	snprintf(command, sizeof(command), "mkdir '%s/stick'", dir);
	assert_int_equal(system(command), 0);

	founding__leaves_nothing__when_it_ends_before_the_last_passphrase_is_written();
	office = desk_start("office");
	found_county(&office, officers);
	founded_county__is_found_again__when_louce_was_killed_at_the_end_of_it(&office);
	publish_forms(&office, officers);
	pty_wait(office.pty, "其他电脑都从这份文件开始"); /* the next step, and where it is */
	write_stick(&office);
	pty_keys(office.pty, "k");
	drive_code(office.pty, "念给新电脑核对", digits);
	go_home(&office);

	/* Everybody takes the office's file over, and asks. */
	township = desk_start("township");
	village = desk_start("village");
	other = desk_start("other");
	secretarys = desk_start("secretary");
	leaders = desk_start("leader");
	set_up(&township, digits);
	set_up(&village, digits);
	set_up(&other, digits);
	set_up(&secretarys, digits);
	set_up(&leaders, digits);
	show_and_go_back(&township, &nobody, "6", "东兰镇", "2");
	ask_for(&township, &clerk, "6", "", "2"); /* the place is looked for already */
	assert_string_not_equal(clerk.secret, nobody.secret);
	ask_for(&village, &first, "1", "新烟", "");
	ask_for(&other, &second, "1", "新烟", "");
	ask_for(&secretarys, &secretary, "2", "新烟", "");
	ask_for(&leaders, &leader, "4", "新烟", "");
	ask_again(&leaders, &leader, "4", "巴拉", 1);
	ask_again(&leaders, &leader, "4", "伦界", 2);
	pty_keys(leaders.pty, "k");
	pty_wait(leaders.pty, "人员和密钥");
	pty_keys(leaders.pty, "n");
	pty_wait(leaders.pty, "您的姓名");
	ask_for(&leaders, &head, "5", "东兰镇", "1");
	pty_keys(leaders.pty, "d"); /* nobody is unlocked: nothing is put away */
	pty_wait(leaders.pty, "先在首页按 P 选谁在用这台电脑");
	go_home(&leaders);
	pty_wait(leaders.pty, "收进带来签字权的文件");

	/* The office gives the clerk the right to give rights; two officers agree. The clerk gives the others theirs. */
	unlock(&office, "1", &officers[0]);
	take_stick_saying(&office, "人申请签字权：", "签字权申请 1 份");
	give_right(&office, "黄丽萍", clerk.heard[0], "够数");
	agree(&office, "2", &officers[1], 1, "黄丽萍");
	write_stick(&office);
	pty_keys(township.pty, "Enter");
	pty_wait(township.pty, "U盘交换");
	take_stick(&township);
	unlock(&township, "1", &clerk);
	give_right(&township, "韦建国", first.heard[0], "从现在起可以签字");
	give_right(&township, "韦建军", second.heard[0], "从现在起可以签字");
	give_right(&township, "覃志强", secretary.heard[0], "从现在起可以签字");
	give_right(&township, "新烟", leader.heard[0], "从现在起可以签字");
	give_right(&township, "巴拉", leader.heard[1], "从现在起可以签字");
	give_right(&township, "伦界", leader.heard[2], "从现在起可以签字");
	give_right(&township, "罗文斌", head.heard[0], "从现在起可以签字");
	write_stick(&township);
	take_stick_saying(&village, "的签字权到了", "已导入");
	pty_wait(village.pty, "先选谁在用这台电脑"); /* the right is here */
	take_stick(&other);
	take_stick(&secretarys);
	take_stick(&leaders);

	unlock(&village, "1", &first);
	list_house(&village);
	register_house(&village);
	classify_house(&village);
	write_stick(&village);
	unlock(&other, "1", &second);
	take_stick(&other);
	check_photos(&other);
	sign_level(&other, "待签字（排查小组）", &second, "同意的接着等");
	write_stick(&other);
	unlock(&secretarys, "1", &secretary);
	take_stick(&secretarys);
	sign_level(&secretarys, "待签字（村党支部书记）", &secretary, "同意的接着等");
	write_stick(&secretarys);
	pty_keys(leaders.pty, "P");
	pty_wait(leaders.pty, "谁在用这台电脑？");
	pty_keys(leaders.pty, "1");
	pty_wait(leaders.pty, "另有 2 项签字权"); /* of the three villages */
	go_home(&leaders);
	unlock(&leaders, "1", &leader);
	take_stick(&leaders);
	sign_level(&leaders, "待签字（挂村领导）", &leader, "同意的接着等");
	unlock(&leaders, "2", &head);
	sign_level(&leaders, "待签字（乡镇主要领导）", &head, "各级都签完了");
	write_stick(&leaders);

	/* The county takes it in. Its laptop has locked itself meanwhile: the first page has the receipt for whoever unlocks, and it goes back to the village. */
	go_home(&office);
	pty_keys(office.pty, "l");
	pty_wait(office.pty, "已锁定");
	pty_keys(office.pty, "x");
	pty_wait(office.pty, "上面的楼策文件");
	pty_keys(office.pty, "i");
	pty_wait(office.pty, "新房屋 1 栋");
	go_home(&office);
	pty_wait(office.pty, "收到的内容还没有写县级回执：请");
	unlock(&office, "1", &officers[0]);
	drive_choose(office.pty, "收到的内容还没有写县级回执");
	pty_keys(office.pty, "Enter");
	pty_wait(office.pty, "还没有县级回执确认");
	confirm(&office, &officers[0]);
	pty_wait(office.pty, "已写县级回执第");
	assert_false(pty_has(office.pty, "收到的内容还没有写县级回执"));
	write_stick(&office);
	take_stick(&village);
	pty_keys(village.pty, "x s");
	pty_wait(village.pty, "县级回执第 2 号已到；本机签的，县里都有了");
	go_home(&village);
	pty_keys(village.pty, "a");
	pty_wait(village.pty, "查找");
	pty_wait(village.pty, "各级签完");

	desk_end(&office);
	desk_end(&township);
	desk_end(&village);
	desk_end(&other);
	desk_end(&secretarys);
	desk_end(&leaders);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(county__is_founded_and_a_house_goes_through_all_of_it__by_keys_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
