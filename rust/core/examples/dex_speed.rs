//! Times dex → `Code`, its tables, and their Parquet files: `dex_speed OUT FILE...`. CPU seconds of one thread.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::arithmetic_side_effects, clippy::indexing_slicing)]
use std::sync::Arc;
use std::time::Instant;

use sousveil_core::code::{Code, DexBytes, tables};
use sousveil_core::store;

/// User and system seconds of this process so far, and its peak memory in MB.
fn cpu() -> (f64, f64, u64) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find(|l| l.starts_with("VmHWM")).and_then(|l| l.split_whitespace().nth(1)).unwrap();
    let ticks = |at: usize| fields[at].parse::<f64>().unwrap() / 100.0;
    (ticks(11), ticks(12), peak.parse::<u64>().unwrap() / 1024)
}

fn main() {
    let mut args = std::env::args().skip(1);
    let out = std::path::PathBuf::from(args.next().expect("an output folder"));
    std::fs::create_dir_all(&out).unwrap();
    let parts: Vec<DexBytes> = args.map(|path| Arc::new(std::fs::read(path).unwrap()) as DexBytes).collect();
    let size = parts.iter().map(|p| (**p).as_ref().len()).sum::<usize>() as f64 / 1e6;
    let rounds = 10;
    let start = cpu();
    let wall = Instant::now();
    let mut code = Code::default();
    for _ in 0..rounds {
        drop(std::mem::take(&mut code));
        code = Code::from_dex((0u32..).zip(parts.iter().cloned()));
    }
    let end = cpu();
    let (user, system) = ((end.0 - start.0) / f64::from(rounds), (end.1 - start.1) / f64::from(rounds));
    println!(
        "{size:.1} MB; parse user {user:.3} s system {system:.3} s wall {:.3} s; {:.0} MB/CPU-s; peak {} MB (dex files and read buffers included)",
        wall.elapsed().as_secs_f64() / f64::from(rounds),
        size / (user + system),
        end.2
    );
    println!("{:?}", tables::counts(&code));
    println!("gaps {} oddities {}", code.gaps.len(), code.oddities.len());
    code.gaps.iter().take(5).for_each(|gap| println!("  {gap:?}"));
    code.oddities.iter().take(5).for_each(|odd| println!("  {odd:?}"));
    let code = Arc::new(code);
    for name in tables::NAMES {
        let before = cpu();
        let wall = Instant::now();
        let mut table = tables::table(&code, name).unwrap();
        for _ in 1..rounds {
            table = tables::table(&code, name).unwrap();
        }
        let made = cpu();
        let path = out.join(format!("{name}.parquet"));
        for _ in 0..rounds {
            store::write(&table, &path).unwrap();
        }
        let end = cpu();
        let total = |a: (f64, f64, u64), b: (f64, f64, u64)| (b.0 + b.1 - a.0 - a.1) / f64::from(rounds);
        println!(
            "{name:13} rows {:8} build {:.4} write {:.4} CPU-s, {:9} bytes, wall {:.2}",
            table.rows(),
            total(before, made),
            total(made, end),
            std::fs::metadata(&path).unwrap().len(),
            wall.elapsed().as_secs_f64() / f64::from(rounds)
        );
    }
    println!("end peak {} MB", cpu().2);
}
