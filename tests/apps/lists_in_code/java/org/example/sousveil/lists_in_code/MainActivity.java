package org.example.sousveil.lists_in_code;

import android.app.Activity;
import android.content.pm.PackageInfo;
import android.os.Bundle;
import android.util.Log;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fills lists in every way a compiler knows; the installed apps are counted against one of them. */
public class MainActivity extends Activity {
    private static final String TAG = "lists_in_code";
    private static final List<String> WANTED =
            Arrays.asList("com.whatsapp", "org.telegram.messenger", "com.example.nothing", "org.torproject.android");
    private static final Map<String, String> COUNTRIES = new HashMap<>();
    private static final String[] UNUSED = {"Mosque", "Church", "School"};
    private static final String[] EMPTY = {};
    private int hits;

    static {
        COUNTRIES.put("TR", "Turkey");
        COUNTRIES.put("KZ", "Kazakhstan");
        COUNTRIES.put("MY", "Malaysia");
    }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        for (PackageInfo one : getPackageManager().getInstalledPackages(0)) {
            if (WANTED.contains(one.packageName)) {
                count();
            }
        }
        int code = getIntent().getIntExtra("code", 0);
        String faith = getIntent().getStringExtra("faith");
        List<Choice> reasons = new ArrayList<>();
        reasons.add(new Choice(1, "Tourism"));
        reasons.add(new Choice(2, "Study"));
        reasons.add(new Choice(3, "Business"));
        Log.i(TAG, Choice.labelOf(code) + relation(code) + rank(faith) + COUNTRIES.get(faith) + reasons.size());
        Log.i(TAG, Standing.valueOf(faith).label + "Muslim,Christian,Buddhist,Hindu".split(",").length);
        for (String part : EMPTY) {
            if (part.equals(faith)) {
                count();
            }
        }
    }

    private void count() {
        hits++;
    }

    private static String relation(int code) {
        switch (code) {
            case 1:
                return "夫妻";
            case 2:
                return "父子";
            case 3:
                return "母女";
            case 4:
                return "兄弟";
            default:
                return "未选择";
        }
    }

    private static int rank(String faith) {
        if ("islam".equals(faith)) {
            return 1;
        } else if ("christianity".equals(faith)) {
            return 2;
        } else if ("buddhism".equals(faith)) {
            return 3;
        } else if ("taoism".equals(faith)) {
            return 4;
        }
        return 0;
    }
}
