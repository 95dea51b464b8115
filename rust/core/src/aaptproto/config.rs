//! Configuration.proto to the same configuration that resource tables hold. Its enumerations have their own numbers.
use super::messages::Configuration;
use crate::arsc::config::Config;

/// "Yes" is 1 and "no" is 2 in the messages; in resource tables "no" is 1 and "yes" is 2.
fn yes_no(value: i32) -> u8 {
    match value {
        1 => 2,
        2 => 1,
        _ => 0,
    }
}

fn small(value: i32) -> u8 {
    u8::try_from(value).unwrap_or(0)
}

fn word(value: u32) -> u16 {
    u16::try_from(value).unwrap_or(0)
}

pub fn read(message: &Configuration) -> Config {
    let m = message;
    let mut config = Config {
        mcc: word(m.mcc),
        mnc: word(m.mnc),
        orientation: small(m.orientation),
        touchscreen: small(m.touchscreen),
        density: word(m.density),
        keyboard: small(m.keyboard),
        navigation: small(m.navigation),
        input_flags: (small(m.keys_hidden) & 3) | ((small(m.nav_hidden) & 3) << 2),
        gender: small(m.grammatical_gender),
        width: word(m.screen_width),
        height: word(m.screen_height),
        sdk: word(m.sdk_version),
        screen_layout: (small(m.screen_layout_size) & 15)
            | (yes_no(m.screen_layout_long) << 4)
            | ((small(m.layout_direction) & 3) << 6),
        ui_mode: (small(m.ui_mode_type) & 15) | (yes_no(m.ui_mode_night) << 4),
        smallest_width_dp: word(m.smallest_screen_width_dp),
        width_dp: word(m.screen_width_dp),
        height_dp: word(m.screen_height_dp),
        screen_layout2: yes_no(m.screen_round),
        color_mode: yes_no(m.wide_color_gamut) | (yes_no(m.hdr) << 2),
        ..Config::default()
    };
    config.set_locale(&m.locale);
    config
}
