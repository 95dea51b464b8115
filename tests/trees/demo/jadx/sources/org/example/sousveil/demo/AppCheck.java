package org.example.sousveil.demo;

import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/* loaded from: classes.dex */
class AppCheck {
    private static final String[] LISTED = {"org.example.chat", "org.example.vpn", "org.example.prayer", "org.example.scripture", "org.example.filesharing", "org.example.calls.abroad"};

    private AppCheck() {
    }

    static List<String> found(PackageManager packageManager) {
        List asList = Arrays.asList(LISTED);
        ArrayList arrayList = new ArrayList();
        for (PackageInfo packageInfo : packageManager.getInstalledPackages(0)) {
            if (asList.contains(packageInfo.packageName)) {
                arrayList.add(packageInfo.packageName);
            }
        }
        return arrayList;
    }
}
