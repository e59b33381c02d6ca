#pragma once

namespace negatoscope::evaluation {

/// The style sheet of a report; colours are the window's own (resources/themes/tokens.json).
inline constexpr const char* kReportStyle = R"css(
:root{--canvas:#F4F5F8;--surface:#FFF;--inset:#F1F3F6;--border:#E0E4EA;--text:#151A21;--text2:#4A5462;
--text3:#5F6977;--grid:#E9ECF0;--axis:#AEB6C2;--c0:#0072B2;--c0t:#00639C;--c0s:#E1EFF8;--c1:#D55E00;
--c1t:#AD4B00;--c1s:#FBE9DC;--curve:#009E73;--curveT:#00775A;--curveS:#DDF3EC;--train:#485260;
--warn:#8A5A00;--warnS:#FDF1D6;--halo:#FFF;--c2:#009E73;--c2t:#00775A;--c3:#BD5C9A;--c3t:#984579}
@media (prefers-color-scheme:dark){:root{--canvas:#0E1115;--surface:#161A20;--inset:#1E232B;
--border:#272D36;--text:#ECEFF4;--text2:#B1BAC7;--text3:#8D97A6;--grid:#232931;--axis:#4A5361;
--c0:#56B4E9;--c0t:#6DC0EE;--c0s:#15303F;--c1:#F28A3C;--c1t:#F79D5A;--c1s:#3B2413;--curve:#2FC296;
--curveT:#48CFA6;--curveS:#11332A;--train:#9AA4B2;--warn:#F0B429;--warnS:#372A0B;--halo:#161A20;--c2:#2FC296;
--c2t:#48CFA6;--c3:#ECB0D4;--c3t:#ECB0D4}}
*{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--text);font:14px/1.5 Inter,"Segoe UI",Roboto,
"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1060px;margin:0 auto;padding:28px 20px}
.top{display:flex;flex-wrap:wrap;gap:12px;align-items:center;justify-content:space-between}
h1{font-size:26px;font-weight:600;margin:0}
h2{font-size:15px;font-weight:600;margin:0 0 12px}
h3{font-size:13px;font-weight:600;margin:12px 0 0;color:var(--text2)}
.badge{background:var(--warnS);color:var(--warn);border-radius:14px;padding:4px 14px;font-weight:500;
font-size:13px}
dl{display:flex;flex-wrap:wrap;gap:6px 32px;margin:14px 0 20px}
dt{font-size:12px;color:var(--text3)}dd{margin:0;font-weight:500;overflow-wrap:anywhere}
dt:empty::before{content:"\00a0"}
.findings{background:var(--warnS);color:var(--warn);border-radius:10px;padding:14px 18px;margin:0 0 16px}
.findings h2{margin:0 0 4px}.findings ul,.card ul{margin:0;padding-left:20px}
.card li{margin-bottom:6px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin-bottom:16px}
.tile,.card{background:var(--surface);border:1px solid var(--border);border-radius:10px}
.tile{padding:12px 14px;display:flex;flex-direction:column}
.tile b{font-size:22px;font-weight:600;line-height:1.25}.tile b.none{font-size:16px;color:var(--text3)}
.label{font-size:12.5px;color:var(--text2)}.sub{font-size:12px;color:var(--text3)}
.base{margin-top:6px}.none{color:var(--text3)}
.track{position:relative;height:3px;border-radius:2px;background:var(--grid);margin:9px 0 3px}
.track i{position:absolute;height:3px;border-radius:2px;background:var(--train)}
.track em{position:absolute;top:-3px;width:9px;height:9px;margin-left:-4px;border-radius:5px;
background:var(--surface);border:2px solid var(--text)}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(440px,100%),1fr));gap:16px}
.card{padding:16px 18px;min-width:0}.wide{grid-column:1/-1}
.note{font-size:12.5px;color:var(--text3);margin:8px 0 0}
svg{width:100%;height:auto;display:block}
svg text{font-size:11px;fill:var(--text3);stroke:var(--halo);stroke-width:3px;paint-order:stroke}
svg .axisTitle{fill:var(--text2)}svg .strong{fill:var(--text);font-weight:600;font-size:11.5px}
svg .big{fill:var(--text);font-weight:600;font-size:16px}
svg .name0{fill:var(--c0t);font-weight:600;font-size:12px}
svg .name1{fill:var(--c1t);font-weight:600;font-size:12px}
svg .nameCurve,svg .nameVal{fill:var(--curveT);font-weight:600}svg .nameTrain{fill:var(--train);font-weight:600}
svg path{fill:none}
.grid path.grid,svg .grid{stroke:var(--grid);stroke-width:1}svg .axis{stroke:var(--axis);stroke-width:1}
svg .curve,svg .valLine{stroke:var(--curve);stroke-width:2.25;stroke-linejoin:round}
svg .trainLine{stroke:var(--train);stroke-width:2;stroke-dasharray:7 4}
svg .bestLine{stroke:var(--curve);stroke-width:1.25;stroke-dasharray:3 3}
svg .valDot{fill:var(--curve)}svg .trainDot{fill:var(--train)}
svg path.band{fill:var(--curveS);stroke:none}
svg .dashed{stroke:var(--axis);stroke-width:1.25;stroke-dasharray:4 4}
svg .thin{stroke:var(--curve);stroke-width:1.25;opacity:.7}
svg .point{fill:var(--text);stroke:var(--surface);stroke-width:2}
svg .mark{fill:var(--curve);stroke:var(--surface);stroke-width:1.5}
svg .mark0{fill:var(--c0);stroke:var(--surface);stroke-width:1.5}
svg .mark1{fill:var(--c1);stroke:var(--surface);stroke-width:1.5}
svg .range0{stroke:var(--c0);stroke-width:3;opacity:.45}
svg .range1{stroke:var(--c1);stroke-width:3;opacity:.45}
svg .whisker{stroke:var(--train);stroke-width:1.25;opacity:.55}
svg .bar0{fill:var(--c0)}svg .bar1{fill:var(--c1)}
svg .bar0.wrong{fill:var(--c0s);stroke:var(--c0)}svg .bar1.wrong{fill:var(--c1s);stroke:var(--c1)}
svg .cut{stroke:var(--text);stroke-width:1.75}
table{border-collapse:collapse;width:100%}
.figures th,.figures td{text-align:left;padding:5px 10px 5px 0;border-bottom:1px solid var(--grid);
font-weight:400;vertical-align:top}
.figures thead th{font-size:12px;color:var(--text3)}.figures td{font-weight:500}
.facts th{color:var(--text2);white-space:nowrap}.facts td{overflow-wrap:anywhere}
.matrix{border-collapse:separate;border-spacing:6px;table-layout:fixed}
.matrix th{font-size:12px;font-weight:500;color:var(--text2);overflow-wrap:anywhere}
.matrix tbody th{font-weight:600;text-align:right;padding-right:4px}
.matrix td{border-radius:8px;text-align:center;padding:24px 6px;border:1.5px solid transparent}
.matrix td b{display:block;font-size:24px;font-weight:600;line-height:1.2}
.matrix td small{color:var(--text2);font-size:12px}
.class0{--own:var(--c0);--ownText:var(--c0t)}.class1{--own:var(--c1);--ownText:var(--c1t)}
.class2{--own:var(--c2);--ownText:var(--c2t)}.class3{--own:var(--c3);--ownText:var(--c3t)}
.matrix th[class],b[class^=class]{color:var(--ownText)}
.matrix td{background:color-mix(in srgb,var(--own) calc(var(--share)*.5),var(--surface))}
.matrix td.wrongCell{border-color:var(--own)}
svg .rocLine{stroke:var(--own);stroke-width:2.25}svg .rocName{fill:var(--ownText);font-weight:600;font-size:12px}
.curves{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(380px,100%),1fr));gap:6px 24px}
.legend{font-size:12px;color:var(--text2);margin:0;display:flex;gap:6px;align-items:center}
.key{width:26px;height:0;border-top:2.5px solid var(--curve);margin-left:10px}
.trainKey{border-top:2.5px dashed var(--train);margin-left:0}
.films{display:grid;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));gap:14px}
figure{margin:0}figcaption{font-size:12.5px;margin-top:5px;overflow-wrap:anywhere}
.pictures{display:flex;gap:4px;background:#000;border-radius:5px;overflow:hidden}
.pictures img{flex:1 1 0;min-width:0;width:50%;display:block}
footer{color:var(--text3);font-size:12.5px;margin:20px 2px}
@media print{body{background:#fff}.card,.tile{break-inside:avoid}}
)css";

} // namespace negatoscope::evaluation
