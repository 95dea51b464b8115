//! Every fact table the core fills. A reader adds its specifications here.
use crate::table::TableSpec;

/// Every table the core fills, by name.
pub fn all_specs() -> Vec<&'static TableSpec> {
    let mut specs: Vec<&'static TableSpec> = Vec::new();
    specs.extend([&crate::arsc::RESOURCES, &crate::axml::XML_ELEMENTS, &crate::axml::XML_ATTRIBUTES]);
    specs.extend(crate::code::tables::SPECS);
    specs.extend([
        &crate::elf::NATIVE_FILES,
        &crate::elf::NATIVE_JNI,
        &crate::elf::NATIVE_NEEDED,
        &crate::elf::NATIVE_STRINGS,
        &crate::elf::NATIVE_SYMBOLS,
    ]);
    specs.extend([&crate::filled::FILLED, &crate::filled::FILLINGS, &crate::filled::LIST_USES]);
    specs.extend([&crate::flow::guards::GUARDS, &crate::flow::requests::REQUESTS]);
    specs.extend([&crate::flow::tables::FLOWS, &crate::flow::tables::STEPS, &crate::flow::tables::CARRIERS]);
    specs.extend([&crate::reach::REACH, &crate::reach::ENTRIES]);
    specs.sort_by_key(|spec| spec.name);
    specs
}
