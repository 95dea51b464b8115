package org.example.sousveil.demo;

import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks for apps of a list on the phone. The names are made up. */
class AppCheck {
    private static final String[] LISTED = {
        "org.example.chat",
        "org.example.vpn",
        "org.example.prayer",
        "org.example.scripture",
        "org.example.filesharing",
        "org.example.calls.abroad",
    };

    private AppCheck() {
    }

    static List<String> found(PackageManager packages) {
        List<String> listed = Arrays.asList(LISTED);
        List<String> found = new ArrayList<>();
        for (PackageInfo one : packages.getInstalledPackages(0)) {
            if (listed.contains(one.packageName)) {
                found.add(one.packageName);
            }
        }
        return found;
    }
}
