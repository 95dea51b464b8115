package org.example.sousveil.records_parcel;

import retrofit2.http.Field;
import retrofit2.http.FormUrlEncoded;
import retrofit2.http.POST;
import retrofit2.http.Query;

interface Api {
    @FormUrlEncoded
    @POST("relative")
    Object submitRelative(@Query("session") String session, @Field("qsxm") String name,
            @Field("phone") String phone, @Field("mz") String ethnicity, Object after);
}
