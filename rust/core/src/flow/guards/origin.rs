//! What decides: where a compared value comes from, by the class and method that gives it.
use super::text::{Place, Reader};
use crate::code::{Constant, NONE};
use crate::flow::ssa::{Def, PHI_USE, is_call, is_static_call};

/// Values looked at for one condition.
const MOST_VALUES: usize = 96;
/// Writers of a field, and returns of a method, that are looked at.
const MOST_WRITERS: usize = 8;

/// What kind of thing a condition depends on, the most telling last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decider {
    #[default]
    Other,
    BuildConstant,
    Time,
    Device,
    UserInput,
    Resource,
    Preference,
    /// What came in with an intent or an SMS.
    Message,
    /// A value from a network answer.
    Server,
}

impl Decider {
    /// The word used in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Decider::Other => "other",
            Decider::BuildConstant => "build constant",
            Decider::Time => "time",
            Decider::Device => "device",
            Decider::UserInput => "user input",
            Decider::Resource => "resource",
            Decider::Preference => "preference",
            Decider::Message => "message",
            Decider::Server => "server",
        }
    }

    /// Whether somebody can turn it without a new version of the app.
    pub fn is_switch(self) -> bool {
        matches!(self, Decider::Resource | Decider::Preference | Decider::Server)
    }
}

/// (class, beginnings of method names or nothing for all, what decides). The class may be an ancestor of the one called.
#[rustfmt::skip]
const GIVERS: &[(&str, &[&str], Decider)] = &[
    ("android/content/SharedPreferences", &["get", "contains"], Decider::Preference),
    ("android/content/res/Resources", &["get"], Decider::Resource),
    ("android/content/res/TypedArray", &["get"], Decider::Resource),
    ("android/content/Context", &["getString", "getText", "getColor"], Decider::Resource),
    ("android/content/res/AssetManager", &["open"], Decider::Resource),
    ("java/lang/Class", &["getResource"], Decider::Resource),
    ("java/net/URLConnection", &[], Decider::Server),
    ("java/net/URL", &["openStream", "getContent"], Decider::Server),
    ("java/net/Socket", &["getInputStream"], Decider::Server),
    ("java/net/DatagramPacket", &["getData"], Decider::Server),
    ("org/apache/http/HttpResponse", &[], Decider::Server),
    ("org/apache/http/HttpEntity", &["getContent"], Decider::Server),
    ("org/apache/http/util/EntityUtils", &[], Decider::Server),
    ("org/apache/http/client/HttpClient", &["execute"], Decider::Server),
    ("okhttp3/Response", &[], Decider::Server),
    ("okhttp3/ResponseBody", &[], Decider::Server),
    ("com/squareup/okhttp/Response", &[], Decider::Server),
    ("retrofit2/Response", &[], Decider::Server),
    ("org/ksoap2/serialization/SoapObject", &["get"], Decider::Server),
    ("android/content/Intent", &["get", "has"], Decider::Message),
    ("android/os/Bundle", &["get", "contains"], Decider::Message),
    ("android/os/BaseBundle", &["get", "contains"], Decider::Message),
    ("android/os/Message", &["get"], Decider::Message),
    ("android/telephony/SmsMessage", &["get"], Decider::Message),
    ("android/telephony/gsm/SmsMessage", &["get"], Decider::Message),
    ("android/widget/TextView", &["getText"], Decider::UserInput),
    ("android/widget/CompoundButton", &["isChecked"], Decider::UserInput),
    ("android/widget/Checkable", &["isChecked"], Decider::UserInput),
    ("android/widget/AdapterView", &["getSelected"], Decider::UserInput),
    ("android/view/MenuItem", &["getItemId", "isChecked"], Decider::UserInput),
    ("android/view/View", &["getId", "getTag"], Decider::UserInput),
    ("android/view/KeyEvent", &["get"], Decider::UserInput),
    ("android/view/MotionEvent", &["get"], Decider::UserInput),
    ("android/os/SystemClock", &[], Decider::Time),
    ("java/util/Calendar", &["get", "before", "after", "compareTo"], Decider::Time),
    ("java/util/Date", &["get", "before", "after", "compareTo"], Decider::Time),
    ("java/lang/System", &["currentTimeMillis", "nanoTime"], Decider::Time),
    ("java/time/LocalDate", &[], Decider::Time),
    ("java/time/LocalDateTime", &[], Decider::Time),
    ("java/time/Instant", &[], Decider::Time),
    ("android/telephony/TelephonyManager", &["get", "is", "has"], Decider::Device),
    ("android/net/ConnectivityManager", &["get", "is"], Decider::Device),
    ("android/net/NetworkInfo", &["get", "is"], Decider::Device),
    ("android/net/NetworkCapabilities", &["has", "get"], Decider::Device),
    ("android/net/wifi/WifiManager", &["get", "is"], Decider::Device),
    ("android/net/wifi/WifiInfo", &["get"], Decider::Device),
    ("android/provider/Settings$Secure", &["get"], Decider::Device),
    ("android/provider/Settings$System", &["get"], Decider::Device),
    ("android/provider/Settings$Global", &["get"], Decider::Device),
    ("android/content/pm/PackageManager", &["get", "has", "check", "query", "resolve"], Decider::Device),
    ("android/content/Context", &["check"], Decider::Device),
    ("android/os/PowerManager", &["is"], Decider::Device),
    ("android/os/BatteryManager", &["get", "is"], Decider::Device),
    ("android/os/Debug", &["is"], Decider::Device),
    ("android/os/Environment", &["get", "is"], Decider::Device),
    ("android/location/Location", &["get", "has"], Decider::Device),
    ("android/location/LocationManager", &["is", "get"], Decider::Device),
    ("android/app/KeyguardManager", &["is", "in"], Decider::Device),
    ("android/app/ActivityManager", &["get", "is"], Decider::Device),
    ("android/app/admin/DevicePolicyManager", &["is", "get"], Decider::Device),
    ("java/util/Locale", &["get"], Decider::Device),
    ("java/io/File", &["exists", "can", "is", "length"], Decider::Device),
];

impl Reader<'_> {
    /// What a call's result tells by itself.
    pub fn giver(&self, method: u32) -> Option<Decider> {
        let code = self.world.code();
        let named = code.methods.get(method as usize)?;
        let name = code.text(named.name);
        let candidates: Vec<_> =
            GIVERS.iter().filter(|g| g.1.is_empty() || g.1.iter().any(|start| name.starts_with(start))).collect();
        let hierarchy = &self.world.hierarchy;
        let supers = hierarchy.supers(named.class);
        supers.into_iter().find_map(|node| {
            let class = hierarchy.name(node);
            let class = class.strip_prefix('L').and_then(|c| c.strip_suffix(';'))?;
            candidates.iter().find(|g| g.0 == class).map(|g| g.2)
        })
    }

    /// What decides about a value: the most telling of all it is made from, each way followed to the first thing that tells.
    pub fn decider(&self, place: Place, value: u32) -> Decider {
        let mut best = Decider::Other;
        let mut seen = vec![(place, value)];
        let mut next = 0;
        while let Some((place, value)) = seen.get(next).copied() {
            next += 1;
            if next > MOST_VALUES {
                break;
            }
            let (found, more) = self.step(place, value);
            best = best.max(found);
            more.into_iter().for_each(|one| {
                if one.1 != NONE && !seen.contains(&one) {
                    seen.push(one);
                }
            });
        }
        best
    }

    /// One value: what it tells by itself, or else what it is made from.
    fn step(&self, place: Place, value: u32) -> (Decider, Vec<(Place, u32)>) {
        let none = (Decider::Other, Vec::new());
        let Some(ssa) = self.world.ssa(place.defined) else { return none };
        let (index, insn) = match ssa.def(value) {
            Some(Def::Phi(phi)) => {
                let args = ssa.phis.get(phi as usize).map_or(&[][..], |p| &p.args);
                return (Decider::Other, args.iter().map(|a| (place, *a)).collect());
            }
            Some(Def::Param(number)) => {
                let own = self.by_kind(ssa.kind(value));
                return if own > Decider::Other { (own, Vec::new()) } else { (own, self.handed(place, number)) };
            }
            Some(Def::Insn(index)) => match ssa.insn(index) {
                Some(insn) => (index, insn),
                None => return none,
            },
            None => return none,
        };
        let operand = insn.operand as u32;
        let parts = |args: &[u32]| args.iter().map(|a| (place, *a)).collect::<Vec<_>>();
        match insn.op {
            op if is_call(op) => match self.giver(operand) {
                Some(found) => (found, Vec::new()),
                None => {
                    let mut more = self.returned(place, index);
                    if more.is_empty() {
                        // Only the sample's own code is read; elsewhere the result is taken to come from what goes in.
                        more = parts(ssa.args(index));
                    }
                    (Decider::Other, more)
                }
            },
            0x22 => (Decider::Other, self.put_in(place, value)),
            0x23 => (Decider::Other, self.filled(place, value)),
            0x52..=0x58 => self.field(operand, parts(ssa.args(index))),
            0x60..=0x66 => self.field(operand, Vec::new()),
            _ => (Decider::Other, parts(ssa.args(index))),
        }
    }

    /// An object of some kinds tells by being there.
    fn by_kind(&self, kind: u32) -> Decider {
        match self.world.code().type_name(kind) {
            "Landroid/content/Intent;" | "Landroid/telephony/SmsMessage;" => Decider::Message,
            "Landroid/view/MenuItem;" | "Landroid/view/KeyEvent;" | "Landroid/view/MotionEvent;" => Decider::UserInput,
            _ => Decider::Other,
        }
    }

    fn field(&self, field: u32, object: Vec<(Place, u32)>) -> (Decider, Vec<(Place, u32)>) {
        let code = self.world.code();
        let Some(named) = code.fields.get(field as usize) else { return (Decider::Other, Vec::new()) };
        let class = code.type_name(named.class);
        if class.starts_with("Landroid/os/Build") {
            return (Decider::Device, Vec::new());
        }
        if class == "Landroid/os/Message;" {
            return (Decider::Message, Vec::new());
        }
        let resolved = self.world.field(field);
        let written = self.world.field_writes.get(&resolved).map_or(&[][..], Vec::as_slice);
        let constant =
            code.defined_field(resolved).is_some_and(|f| f.flags & 0x18 == 0x18 && f.value != Constant::None);
        if class.ends_with("/BuildConfig;") || (constant && written.is_empty()) {
            return (Decider::BuildConstant, Vec::new());
        }
        let mut more = object;
        for (defined, offset) in written.iter().take(MOST_WRITERS) {
            let Some(ssa) = self.world.ssa(*defined) else { continue };
            let there = Place::apart(*defined);
            more.extend(ssa.at_offset(*offset).map(|i| (there, ssa.arg(i, 0))));
        }
        (Decider::Other, more)
    }

    /// What an app method called at an instruction returns.
    fn returned(&self, place: Place, index: u32) -> Vec<(Place, u32)> {
        let Some(ssa) = self.world.ssa(place.defined) else { return Vec::new() };
        let mut found = Vec::new();
        for callee in self.world.callees(ssa, index, NONE).bodies.into_iter().take(MOST_WRITERS) {
            let Some(inner) = self.world.ssa(callee) else { continue };
            let there = Place::apart(callee);
            let returns = (0u32..).zip(&inner.insns).filter(|(_, i)| matches!(i.op, 0x0f..=0x11));
            found.extend(returns.take(MOST_WRITERS).map(|(i, _)| (there, inner.arg(i, 0))));
        }
        found
    }

    /// What calls on a new object put into it, its constructor first.
    fn put_in(&self, place: Place, value: u32) -> Vec<(Place, u32)> {
        let Some(ssa) = self.world.ssa(place.defined) else { return Vec::new() };
        let uses = ssa.uses(value).iter().filter(|(user, operand)| user & PHI_USE == 0 && *operand == 0);
        let calls = uses.filter(|(user, _)| ssa.insn(*user).is_some_and(|i| is_call(i.op) && !is_static_call(i.op)));
        calls.take(MOST_WRITERS).flat_map(|(user, _)| ssa.args(*user).iter().skip(1).map(|a| (place, *a))).collect()
    }

    /// What fills a new array: calls it is given to, such as `read`, and what is stored in it.
    fn filled(&self, place: Place, value: u32) -> Vec<(Place, u32)> {
        let Some(ssa) = self.world.ssa(place.defined) else { return Vec::new() };
        let from = |(user, operand): &(u32, u32)| match ssa.insn(*user).filter(|_| user & PHI_USE == 0)?.op {
            op if is_call(op) && !is_static_call(op) && *operand > 0 => Some((place, ssa.arg(*user, 0))),
            0x4b..=0x51 if *operand == 1 => Some((place, ssa.arg(*user, 0))),
            _ => None,
        };
        ssa.uses(value).iter().filter_map(from).take(MOST_WRITERS).collect()
    }

    /// What callers give for a parameter: the one on the way; off the way, any.
    fn handed(&self, place: Place, number: u32) -> Vec<(Place, u32)> {
        if place != Place::apart(place.defined) {
            return self.given(place, number).into_iter().collect();
        }
        let sites = self.world.callers(place.defined).iter().take(MOST_WRITERS);
        let arg = |(caller, offset): &(u32, u32)| {
            let ssa = self.world.ssa(*caller)?;
            Some((Place::apart(*caller), ssa.arg(ssa.at_offset(*offset)?, number)))
        };
        sites.filter_map(arg).collect()
    }

    /// What the caller on the way gives for a parameter.
    pub fn given(&self, place: Place, number: u32) -> Option<(Place, u32)> {
        let (defined, insn) = *self.calls.get(place.level as usize)?;
        let ssa = self.world.ssa(defined)?;
        let named = ssa.insn(insn).filter(|i| is_call(i.op))?.operand as u32;
        let code = self.world.code();
        let (one, other) =
            (code.methods.get(named as usize)?, code.methods.get(self.world.method(place.defined) as usize)?);
        let value =
            Some(ssa.arg(insn, number)).filter(|v| *v != NONE && one.name == other.name && one.proto == other.proto)?;
        Some((Place { defined, level: place.level + 1 }, value))
    }

    /// Method number of a call that defines a value.
    pub fn called(&self, place: Place, value: u32) -> Option<(u32, u32)> {
        let (index, insn) = self.world.ssa(place.defined)?.def_insn(value)?;
        is_call(insn.op).then_some((index, insn.operand as u32))
    }
}

/// The class and name a method number stands for.
pub fn names<'a>(reader: &Reader<'a>, method: u32) -> (&'a str, &'a str) {
    let code = reader.world.code();
    code.methods.get(method as usize).map_or(("", ""), |m| (code.type_name(m.class), code.text(m.name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn givers_name_classes_plainly_and_switches_are_few() {
        assert!(GIVERS.iter().all(|g| !g.0.starts_with('L') && !g.0.ends_with(';') && !g.0.contains('.')));
        assert!(Decider::Server.is_switch() && !Decider::Device.is_switch());
        assert!(Decider::Server > Decider::Preference);
    }
}
