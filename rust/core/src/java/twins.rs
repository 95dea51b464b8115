//! Library classes that stand in for Android's own, so that what they inherit by agreement is known where the library is
//! not in the tree: fragments and activities of the support library and AndroidX repeat the methods of android.app.
use super::types::Ty;

const FRAGMENT: &str = "Landroid/app/Fragment;";
const ACTIVITY: &str = "Landroid/app/Activity;";

/// Class → the Android class whose methods it repeats or inherits.
const TWINS: [(&str, &str); 13] = [
    ("Landroid/support/v4/app/Fragment;", FRAGMENT),
    ("Landroid/support/v4/app/DialogFragment;", "Landroid/app/DialogFragment;"),
    ("Landroid/support/v4/app/FragmentActivity;", ACTIVITY),
    ("Landroid/support/v4/app/FragmentManager;", "Landroid/app/FragmentManager;"),
    ("Landroid/support/v4/app/FragmentTransaction;", "Landroid/app/FragmentTransaction;"),
    ("Landroid/support/v7/app/AppCompatActivity;", ACTIVITY),
    ("Landroid/support/v7/app/ActionBarActivity;", ACTIVITY),
    ("Landroidx/fragment/app/Fragment;", FRAGMENT),
    ("Landroidx/fragment/app/DialogFragment;", "Landroid/app/DialogFragment;"),
    ("Landroidx/fragment/app/FragmentActivity;", ACTIVITY),
    ("Landroidx/fragment/app/FragmentManager;", "Landroid/app/FragmentManager;"),
    ("Landroidx/fragment/app/FragmentTransaction;", "Landroid/app/FragmentTransaction;"),
    ("Landroidx/appcompat/app/AppCompatActivity;", ACTIVITY),
];

/// The Android class that a class which is not there repeats: a known one of the libraries, or one that by its name is
/// an activity or fragment.
pub fn twin(class: &str) -> Option<&'static str> {
    if let Some(row) = TWINS.iter().find(|row| row.0 == class) {
        return Some(row.1);
    }
    let name = class.trim_end_matches(';');
    match () {
        () if name.ends_with("Activity") => Some(ACTIVITY),
        () if name.ends_with("DialogFragment") => Some("Landroid/app/DialogFragment;"),
        () if name.ends_with("Fragment") => Some(FRAGMENT),
        () => None,
    }
}

/// What a method of Android's fragment gives in the library's: its own activity, manager and transaction.
pub fn result(owner: &str, supers: &[std::rc::Rc<str>], result: &Ty) -> Ty {
    if !owner.starts_with("Landroid/app/Fragment") && !owner.starts_with("Landroid/app/DialogFragment") {
        return result.clone();
    }
    let library = |prefix: &str| supers.iter().any(|s| s.starts_with(prefix));
    let prefix = match () {
        () if library("Landroid/support/v4/app/Fragment") => "Landroid/support/v4/app/",
        () if library("Landroidx/fragment/app/Fragment") => "Landroidx/fragment/app/",
        () => return result.clone(),
    };
    match &*result.d {
        ACTIVITY => Ty::of(&format!("{prefix}FragmentActivity;")),
        "Landroid/app/FragmentManager;" => Ty::of(&format!("{prefix}FragmentManager;")),
        "Landroid/app/FragmentTransaction;" => Ty::of(&format!("{prefix}FragmentTransaction;")),
        "Landroid/app/Fragment;" => Ty::of(&format!("{prefix}Fragment;")),
        _ => result.clone(),
    }
}
