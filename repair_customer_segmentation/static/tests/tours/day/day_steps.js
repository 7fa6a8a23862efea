import {utils} from "@web/core/ui/ui_service";

/** What the days of all roles share: clicks that are counted, and ways that fit every width. */

export const MODULE = "repair_customer_segmentation";

const tally = {clicks: 0, begun: {}};

/** Count from here to `end` of the same name. */
export function begin(name) {
    return {
        trigger: "body",
        run: () => {
            tally.begun[name] = [tally.clicks, performance.now()];
        },
    };
}

/** Tell the test how many clicks were needed since `begin`, and how long the screens took. */
export function end(name) {
    return {
        trigger: "body",
        run: () => {
            const [clicks, since] = tally.begun[name];
            const seconds = (performance.now() - since) / 1000;
            console.log(
                `day ${name}: ${tally.clicks - clicks} clicks, ${seconds.toFixed(1)} s`
            );
        },
    };
}

/** A click of the mouse, or a thumb. */
export function tap(trigger, more = {}) {
    return {
        trigger,
        async run(helpers) {
            tally.clicks++;
            await helpers.click();
        },
        ...more,
    };
}

/** A thumb that stays on a card, which chooses it as the box before a line of a list does. */
export function hold(trigger) {
    return {
        trigger,
        async run() {
            tally.clicks++;
            const touch = (type) =>
                this.anchor.dispatchEvent(new TouchEvent(type, {bubbles: true}));
            touch("touchstart");
            await new Promise((resolve) => setTimeout(resolve, 700));
            touch("touchend");
        },
    };
}

/** Text into a field; where the field has not got the focus, that is a click before. */
export function type(trigger, text, keys, more = {}) {
    return {
        trigger,
        async run(helpers) {
            if (this.anchor !== document.activeElement) {
                tally.clicks++;
            }
            await helpers.edit(text);
            if (keys) {
                await helpers.press(keys);
            }
        },
        ...more,
    };
}

export const see = (trigger, more = {}) => ({trigger, ...more});

export const onDesktop = (...steps) =>
    steps.map((step) => ({...step, isActive: ["desktop"]}));
export const onPhone = (...steps) =>
    steps.map((step) => ({...step, isActive: ["mobile"]}));

/** A choice of a many2one: the first one that contains a text. On a phone it is cards. */
export function choose(name, text, within = "") {
    return [
        tap(`${within} .o_field_widget[name=${name}] input`),
        ...onDesktop(tap(`.o-autocomplete--dropdown-item > a:contains('${text}')`)),
        ...onPhone(
            tap(`.modal .o_kanban_record:not(.o_kanban_ghost):contains('${text}')`)
        ),
    ];
}

/** Through the menu of the app to one of its screens. */
export function menu(section, item) {
    return [
        ...onDesktop(
            tap(`.o_menu_sections button[data-menu-xmlid='${MODULE}.${section}']`),
            tap(`.o-dropdown-item[data-menu-xmlid='${MODULE}.${item}']`)
        ),
        ...onPhone(
            tap(".o_main_navbar .o_menu_toggle"),
            tap(`.o_app_menu_sidebar li[data-menu-xmlid='${MODULE}.${item}']`)
        ),
    ];
}

/** A record of a list, which is cards on a phone. */
export const record = (text) =>
    `.o_data_row:contains('${text}') .o_data_cell:contains('${text}'), .o_kanban_record:not(.o_kanban_ghost):contains('${text}')`;

/** A button above a form, which on a phone is the first one, or behind three dots. */
export function formButton(name) {
    const button = `button[name=${name}]`;
    return [
        ...onPhone({
            trigger: ".o_form_statusbar .o_statusbar_buttons",
            async run(helpers) {
                if (!helpers.queryFirst(`.o_statusbar_buttons ${button}`)) {
                    tally.clicks++;
                    await helpers.click(
                        ".o_statusbar_buttons button:has(.oi-ellipsis-v)"
                    );
                }
            },
        }),
        tap(`.o_statusbar_buttons ${button}:visible, .o-dropdown--menu ${button}`),
    ];
}

/** To another stage: an arrow, or on a phone a list of them. */
export function toStage(name) {
    return [
        ...onDesktop(tap(`.o_statusbar_status button[role=radio]:contains('${name}')`)),
        ...onPhone(
            tap(".o_statusbar_status button.dropdown-toggle:visible"),
            tap(`.o-dropdown--menu .o-dropdown-item:contains('${name}')`)
        ),
        see(
            `.o_statusbar_status .o_arrow_button_current:contains('${name}'), .o_statusbar_status .dropdown-toggle:contains('${name}')`
        ),
    ];
}

function scrollsSideways(node) {
    for (let box = node.parentElement; box; box = box.parentElement) {
        const {overflowX} = getComputedStyle(box);
        if (/auto|scroll/.test(overflowX) && box.scrollWidth > box.clientWidth) {
            return true;
        }
    }
    return false;
}

/** Nothing that is clicked or filled in lies beside the screen, and no button's text is cut. */
export function fits(trigger) {
    return {
        content: `Everything of ${trigger} is within reach`,
        trigger,
        run(helpers) {
            const wrong = helpers
                .queryAll(
                    "button, a.btn:not(.visually-hidden-focusable), input, select, textarea",
                    {
                        root: this.anchor,
                        visible: true,
                    }
                )
                .filter((node) => {
                    const {left, right, width} = node.getBoundingClientRect();
                    const isBeside = left < -1 || right > window.innerWidth + 1;
                    const isCut =
                        node.matches("button, a.btn") &&
                        node.scrollWidth > node.clientWidth + 1 &&
                        getComputedStyle(node).overflowX !== "visible";
                    return width && (isBeside || isCut) && !scrollsSideways(node);
                });
            if (wrong.length) {
                throw new Error(
                    `Beside the screen or cut: ${wrong.map((n) => n.outerHTML.slice(0, 200)).join("\n")}`
                );
            }
        },
    };
}

export const isPhone = () => utils.isSmall();
