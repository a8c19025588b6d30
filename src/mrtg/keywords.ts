/** The keywords MRTG 2.17.10 knows (%mrtgrules in MRTG_lib.pm); any other stops it, `own*words` apart. Pure data. */

export const globalKeywords: ReadonlySet<string> = new Set(
  (
    "workdir htmldir imagedir logdir forks refresh enablesnmpv3 enableipv6 interval writeexpires nomib2 " +
    "singlerequest icondir language loadmibs logformat pathadd libadd runasdaemon nodetach maxage nospacechar " +
    "snmpoptions conversioncode rrdcached sendtographite threshdir threshhyst hwthreshhyst threshmailserver " +
    "threshmailsender"
  ).split(" "),
);

export const targetKeywords: ReadonlySet<string> = new Set(
  (
    "target snmpoptions routeruptime routername nohc maxbytes maxbytes1 maxbytes2 ipv4only absmax title directory " +
    "clonedirectory pagetop bodytag pagefoot addhead rrdrowcount rrdrowcount30m rrdrowcount2h rrdrowcount1d " +
    "rrdhwrras extension unscaled weekformat withpeak suppress xsize ysize ytics yticsfactor factor step timezone " +
    "options colours background textcolor kilo kmg pngtitle ylegend shortlegend legend1 legend2 legend3 legend4 " +
    "legend5 legendi legendo setenv xzoom yzoom xscale yscale threshmini threshmino threshmaxi threshmaxo " +
    "threshdesc threshprogi threshprogo threshprogoki threshprogoko threshmailaddress hwthreshmini hwthreshmino " +
    "hwthreshmaxi hwthreshmaxo hwthreshdesc hwthreshprogi hwthreshprogo hwthreshprogoki hwthreshprogoko " +
    "hwthreshmailaddress timestrpos timestrfmt"
  ).split(" "),
);

/** `cw*Region`: keywords of other programs, which MRTG passes over. */
export const isOwnKeyword = (keyword: string): boolean => /^[^*]+\*./.test(keyword);
